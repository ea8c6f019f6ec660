import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MalformedError } from '../../log/codec.ts'
import { type CustodyNote, decodeCustody, encodeCustody } from './custody.ts'

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes))
const note = fc.record({
  record: bytes32,
  sha256: bytes32,
  act: fc.constantFrom<CustodyNote['act']>('added', 'viewed', 'exported'),
  who: fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => Buffer.byteLength(text) <= 200),
})

it('says what was put into it', () => {
  fc.assert(
    fc.property(note, (one) => {
      expect(decodeCustody(encodeCustody(one))).toEqual(one)
    }),
  )
})

it('is to the byte what the protocol says', () => {
  const body = encodeCustody({ record: Buffer.alloc(32, 1), sha256: Buffer.alloc(32, 2), act: 'exported', who: 'Ada' })
  expect(body.toString('hex')).toBe(`01${'01'.repeat(32)}${'02'.repeat(32)}0303416461`)
})

it('is refused cut short, longer, with an act that is none, and with a name that is too long', () => {
  const body = encodeCustody({ record: Buffer.alloc(32), sha256: Buffer.alloc(32), act: 'viewed', who: 'x' })
  for (let length = 0; length < body.length; length += 1) expect(() => decodeCustody(body.subarray(0, length))).toThrow(MalformedError)
  expect(() => decodeCustody(Buffer.concat([body, Buffer.alloc(1)]))).toThrow(MalformedError)
  for (const act of [0, 5])
    expect(() => decodeCustody(Buffer.concat([body.subarray(0, 65), Buffer.of(act), body.subarray(66)]))).toThrow('act')
  const long = encodeCustody({ record: Buffer.alloc(32), sha256: Buffer.alloc(32), act: 'viewed', who: 'x'.repeat(201) })
  expect(() => decodeCustody(long)).toThrow('who')
})
