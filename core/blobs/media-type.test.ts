import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { knownType, nameOfType, typeOf } from './media-type.ts'

const samples: [string, Buffer][] = [
  ['image/jpeg', Buffer.from('ffd8ffe000104a464946', 'hex')],
  ['image/png', Buffer.from('89504e470d0a1a0a0000000d', 'hex')],
  ['image/webp', Buffer.from('RIFF\0\0\0\0WEBPVP8 ')],
  ['audio/wav', Buffer.from('RIFF\0\0\0\0WAVEfmt ')],
  ['application/pdf', Buffer.from('%PDF-1.7')],
  ['video/mp4', Buffer.from('\0\0\0\x20ftypisom')],
  ['video/quicktime', Buffer.from('\0\0\0\x20ftypqt  ')],
  ['audio/mp4', Buffer.from('\0\0\0\x20ftypM4A ')],
  ['image/heic', Buffer.from('\0\0\0\x20ftypheic')],
  ['video/webm', Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.from('\x42\x82\x84webm', 'latin1')])],
  ['audio/ogg', Buffer.from('OggS\0')],
  ['audio/mpeg', Buffer.from('ID3\x04')],
  ['audio/mpeg', Buffer.from('fffb9064', 'hex')],
]

describe('the type of a file', () => {
  it.each(samples)('%s is known by how it begins', (type, head) => expect(typeOf(head)).toBe(type))

  it('is not known of text, of nothing, and of a name alone', () => {
    for (const text of ['', 'x', 'photo.jpg', '<svg xmlns="http://www.w3.org/2000/svg">', '<html>'])
      expect(typeOf(Buffer.from(text))).toBeNull()
  })

  it('is never markup, and never an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (head) => {
        expect(String(typeOf(Buffer.from(head)))).not.toMatch(/svg|html|xml/)
      }),
    )
  })
})

it('a file is called by what it is and nothing else, whatever somebody says that this is', () => {
  const types = ['image/jpeg', 'application/pdf', 'video/mp4', 'video/x-matroska', 'grace/akinyi', 'image/grace']
  expect(types.map(nameOfType)).toEqual(['picture.jpg', 'paper.pdf', 'file.mp4', 'file.bin', 'file.bin', 'file.bin'])
  expect(types.map(knownType)).toEqual([...types.slice(0, 4), 'application/octet-stream', 'application/octet-stream'])
})
