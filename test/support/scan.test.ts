import { describe, expect, it } from 'vitest'
import { findIn, formsOfBytes, formsOfText } from './scan.ts'

const word = 'Kariokór'
const needles = new Map([[word, formsOfText(word)]])
const around = (inner: Buffer) => Buffer.concat([Buffer.from('..'), inner, Buffer.from('..')])

describe('scan', () => {
  it.each([
    ['UTF-8', Buffer.from(`x${word}y`)],
    ['UTF-16LE', Buffer.from(`x${word}y`, 'utf16le')],
    ['UTF-16BE', Buffer.from(`x${word}y`, 'utf16le').swap16()],
    ['lower case without accents', Buffer.from('kariokor')],
    ['hexadecimal', Buffer.from(Buffer.from(word).toString('hex'))],
  ])('finds a word as %s', (_form, bytes) => {
    expect(findIn(around(bytes), needles)).toEqual([word])
  })

  it.each([0, 1, 2, 3, 4, 5])('finds base64 that begins %i bytes before the word', (shift) => {
    const text = Buffer.concat([Buffer.alloc(shift, 0x41), Buffer.from(word), Buffer.from('tail')]).toString('base64')
    expect(findIn(around(Buffer.from(text)), needles)).toEqual([word])
  })

  it('finds key bytes and does not find what is not there', () => {
    const key = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
    expect(findIn(around(key), new Map([['key', formsOfBytes(key)]]))).toEqual(['key'])
    expect(findIn(Buffer.from('nothing of the kind'), needles)).toEqual([])
  })
})
