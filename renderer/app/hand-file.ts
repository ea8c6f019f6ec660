import { forgetLater } from './forget-later.ts'

/** Hands a file to the person through the browser's own download. */
export function handFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  forgetLater(address)
}
