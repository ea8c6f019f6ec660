import { type Attributes, attributeOf } from './xml.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g

/** A text of a spreadsheet with its escapes undone (ECMA-376 part 1, 22.9.2.19): `_x000D_` is a carriage return, `_x005F_` an underscore. Control characters go. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))).replace(CONTROLS, '')
}

/** Gathers what an element `is` or `si` says: its runs joined, without the reading aids of Japanese. */
export class TextRuns {
  #text = ''
  #run: string | null = null
  #preserve = false
  #aids = 0

  clear(): void {
    this.#text = ''
    this.#run = null
    this.#aids = 0
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'rPh') this.#aids++
    if (name !== 't' || this.#aids > 0) return
    this.#run = ''
    this.#preserve = attributeOf(attributes, 'space') === 'preserve'
  }

  add(text: string): void {
    if (this.#run !== null) this.#run += text
  }

  close(name: string): void {
    if (name === 'rPh') this.#aids--
    if (name !== 't' || this.#run === null) return
    this.#text += unescaped(this.#preserve ? this.#run : this.#run.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''))
    this.#run = null
  }

  get text(): string {
    return this.#text
  }
}
