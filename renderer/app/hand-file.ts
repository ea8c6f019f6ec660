/** Hands a file to the person through the browser's own download. */
export function handFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has taken its own reference by the next task of the browser, not yet by the next line.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
