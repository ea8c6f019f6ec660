/**
 * Lets go of an address of bytes in memory, a little later: an element that is being taken away may still load it, and would complain, and a download has
 * taken its own reference by the next task of the browser, not yet by the next line.
 */
export const forgetLater = (address: string): void => void setTimeout(() => URL.revokeObjectURL(address), 10_000)
