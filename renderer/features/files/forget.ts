/** Lets go of an address of bytes in memory, a little later: an element that is being taken away may still load it, and would complain. */
export const forgetLater = (address: string): void => void setTimeout(() => URL.revokeObjectURL(address), 10_000)
