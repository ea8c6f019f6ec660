import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomBytes } from '../../crypto/bytes.ts'
import type { ParasolError } from '../../error.ts'
import { decodeBase32, encodeBase32 } from './base32.ts'
import { decodeInvite, discoveryKeyOf, encodeInvite, inviteKeys } from './invite.ts'

const invite = () => ({
  kind: 'coalition' as const,
  discoveryKey: randomBytes(32),
  seed: randomBytes(32),
  space: randomBytes(32),
  genesisHash: randomBytes(32),
  expiry: 1_800_000_000_000,
})
const codeOf = (text: string): string => {
  try {
    decodeInvite(text)
    return 'read'
  } catch (error) {
    return (error as ParasolError).code
  }
}

describe('base32', () => {
  it('is that of Crockford', () => {
    expect(encodeBase32(Buffer.from('foobar'))).toBe('csqpyrk1e8')
    expect(encodeBase32(Buffer.of(0xff))).toBe('zw')
  })

  it('reads back any bytes, and refuses left-over bits', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeBase32(encodeBase32(bytes))?.equals(bytes)).toBe(true)
      }),
    )
    expect(decodeBase32('zz')).toBeNull()
    expect(decodeBase32('u0')).toBeNull()
    expect(decodeBase32('000')).toBeNull()
  })
})

describe('an invite', () => {
  it('is one line, and is read back however it was pasted', () => {
    const one = invite()
    const text = encodeInvite(one)
    expect(text).toMatch(/^parasol1[0-9a-hjkmnp-tv-z]{220}$/)
    const pasted = [
      text,
      ` ${text}\n`,
      text.toUpperCase(),
      text.replaceAll(/(.{40})/g, '$1\r\n  '),
      text.replaceAll(/(.{8})/g, '$1-'),
      text.replaceAll('0', 'O').replaceAll('1', 'l'),
      `\ufeff${text}`,
    ]
    for (const way of pasted) expect(decodeInvite(way)).toEqual(one)
  })

  it('is refused with any one digit wrong, missing or too many', () => {
    const text = encodeInvite(invite())
    fc.assert(
      fc.property(fc.nat({ max: text.length - 9 }), fc.constantFrom(...'0123456789abcdefghjkmnpqrstvwxyz'), (at, digit) => {
        const place = at + 8
        fc.pre(text[place] !== digit)
        expect(codeOf(text.slice(0, place) + digit + text.slice(place + 1))).toBe('INVITE_MISTYPED')
        expect(codeOf(text.slice(0, place) + text.slice(place + 1))).toBe('INVITE_MISTYPED')
        expect(codeOf(text.slice(0, place) + digit + text.slice(place))).toBe('INVITE_MISTYPED')
      }),
    )
  })

  it('is nothing else', () => {
    for (const text of ['', 'parasol1', 'hello', 'ü'.repeat(228), '1'.repeat(2000)]) expect(codeOf(text)).toBe('INVITE_MISTYPED')
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (text) => {
        expect(codeOf(text)).toBe('INVITE_MISTYPED')
      }),
    )
  })

  it('gives both sides the same id and topic, and each invite its own', () => {
    const logId = randomBytes(32)
    const [first, second] = [randomBytes(32), randomBytes(32)].map((seed) => ({ ...invite(), discoveryKey: discoveryKeyOf(logId), seed }))
    if (!first || !second) throw new Error('two invites')
    expect(inviteKeys(decodeInvite(encodeInvite(first)))).toEqual(inviteKeys(first))
    expect(inviteKeys(first).topic.equals(inviteKeys(second).topic)).toBe(false)
  })
})
