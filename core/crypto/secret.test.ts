import { describe, expect, it } from 'vitest'
import { seal } from './aead.ts'
import { equal, fromHex, randomBytes, u64 } from './bytes.ts'
import { forget, forgetAll, secret, secretScope } from './secret.ts'

const isZero = (bytes: Uint8Array) => bytes.every((byte) => byte === 0)

describe('secrets', () => {
  it('are zeroed one by one, by owner, and all together', () => {
    const one = secret(randomBytes(32))
    const mine = secretScope()
    const yours = secretScope()
    const [a, b] = [mine.keep(randomBytes(32)), yours.keep(randomBytes(32))]
    forget(one)
    expect(isZero(one)).toBe(true)
    expect(isZero(a)).toBe(false)
    mine.close()
    expect(isZero(a)).toBe(true)
    expect(isZero(b)).toBe(false)
    const [key, nonce, nothing] = [secret(randomBytes(32)), randomBytes(24), Buffer.alloc(0)]
    expect(seal(key, nonce, nothing, nothing)).toHaveLength(16)
    forgetAll()
    expect(isZero(b)).toBe(true)
    // It would be a key of zeros, which everybody knows.
    expect(() => seal(key, nonce, nothing, nothing)).toThrow('forgotten')
  })
})

describe('bytes', () => {
  it('compare by content, and lengths that differ are not equal', () => {
    expect(equal(Buffer.from('ab'), Buffer.from('ab'))).toBe(true)
    expect(equal(Buffer.from('ab'), Buffer.from('ac'))).toBe(false)
    expect(equal(Buffer.from('ab'), Buffer.from('abc'))).toBe(false)
  })

  it('refuse what is not exact', () => {
    for (const text of ['0', 'AB', 'zz', '0x', ' ab']) expect(() => fromHex(text)).toThrow(RangeError)
    for (const value of [-1, 1.5, 2 ** 53, Number.NaN]) expect(() => u64(value)).toThrow(RangeError)
    expect(u64(2 ** 53 - 1).toString('hex')).toBe('001fffffffffffff')
  })
})
