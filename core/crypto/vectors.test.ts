import { argon2Sync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sodium from 'sodium-native'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { open, seal } from './aead.ts'
import { fromHex, toHex, utf8 } from './bytes.ts'
import { H, KDF } from './hash.ts'
import { pwhash } from './pwhash.ts'
import { boxKeyPair, openSealed, sealTo } from './sealedbox.ts'
import { sign, signKeyPair, verify } from './sign.ts'
import { seedToWords, wordsToSeed } from './words.ts'

/** Known answers from the literature (test/vectors, each file names its source): they tell that these are the algorithms they claim to be. */
const hex = z.string().transform(fromHex)
const vectors = <T>(name: string, shape: z.ZodType<T>): T =>
  shape.parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../test/vectors', name), 'utf8')))

describe('Argon2id', () => {
  const run = z.object({ password: hex, salt: hex, opslimit: z.number(), memlimit: z.number(), out: hex })
  const { long, short } = vectors('argon2id.json', z.object({ long: z.array(run).min(7), short: z.array(run).min(2) }))

  it.each(short)(
    'gives the published 32 bytes ($opslimit passes, $memlimit bytes)',
    async ({ password, salt, opslimit, memlimit, out }) => {
      expect(toHex(await pwhash(password, salt, { opslimit, memlimit }))).toBe(toHex(out))
    },
  )

  it.each(long)(
    'gives the published longer output ($opslimit passes, $memlimit bytes)',
    async ({ password, salt, opslimit, memlimit, out }) => {
      const got = Buffer.alloc(out.byteLength)
      await sodium.crypto_pwhash_async(got, password, salt, opslimit, memlimit, sodium.crypto_pwhash_ALG_ARGON2ID13)
      expect(toHex(got)).toBe(toHex(out))
    },
  )

  it.each(long)("agrees with OpenSSL's ($opslimit passes, $memlimit bytes)", async ({ password, salt, opslimit, memlimit }) => {
    const other = argon2Sync('argon2id', {
      message: password,
      nonce: salt,
      parallelism: 1,
      tagLength: 32,
      memory: Math.floor(memlimit / 1024),
      passes: opslimit,
    })
    expect(toHex(await pwhash(password, salt, { opslimit, memlimit }))).toBe(toHex(other))
  })

  it('rejects a cost that the algorithm does not have', async () => {
    await expect(pwhash(utf8('x'), Buffer.alloc(16), { opslimit: 1, memlimit: 1024 })).rejects.toThrow()
  })
})

describe('XChaCha20-Poly1305', () => {
  const v = vectors('xchacha20poly1305.json', z.object({ key: hex, nonce: hex, aad: hex, plain: hex, ciphertext: hex, tag: hex }))
  const sealed = Buffer.concat([v.ciphertext, v.tag])

  it('seals and opens as published', () => {
    expect(toHex(seal(v.key, v.nonce, v.aad, v.plain))).toBe(toHex(sealed))
    expect(open(v.key, v.nonce, v.aad, sealed)).toEqual(v.plain)
  })

  it('opens nothing when any byte of key, nonce, associated data, ciphertext or tag is another', () => {
    const parts = { key: v.key, nonce: v.nonce, aad: v.aad, sealed }
    for (const name of ['key', 'nonce', 'aad', 'sealed'] as const) {
      for (let at = 0; at < parts[name].byteLength; at += 1) {
        const changed = { ...parts, [name]: Buffer.from(parts[name]) }
        changed[name].writeUInt8((parts[name].readUInt8(at) ^ 1) & 0xff, at)
        expect(open(changed.key, changed.nonce, changed.aad, changed.sealed)).toBeNull()
      }
    }
    expect(open(v.key, v.nonce, v.aad, sealed.subarray(0, 15))).toBeNull()
  })
})

describe('BLAKE2b', () => {
  const v = vectors(
    'blake2b.json',
    z.object({
      selfTest: z.object({ digestLengths: z.array(z.number()), inputLengths: z.array(z.number()), hash: z.string() }),
      abc512: z.string(),
      abc256: z.string(),
      empty256: z.string(),
    }),
  )
  const blake2b = (length: number, input: Buffer, key?: Buffer): Buffer => {
    const out = Buffer.alloc(length)
    sodium.crypto_generichash(out, input, key)
    return out
  }

  it('gives the published digests of "abc" and of nothing', () => {
    expect(toHex(blake2b(64, utf8('abc')))).toBe(v.abc512)
    expect(toHex(blake2b(32, utf8('abc')))).toBe(v.abc256)
    expect(toHex(blake2b(32, Buffer.alloc(0)))).toBe(v.empty256)
  })

  it('passes the self-test of RFC 7693, keyed digests included', () => {
    const sequence = (length: number, seed: number): Buffer => {
      const out = Buffer.alloc(length)
      let a = Math.imul(0xdead4bad, seed) >>> 0
      let b = 1
      for (let at = 0; at < length; at += 1) {
        const next = (a + b) >>> 0
        a = b
        b = next
        out[at] = next >>> 24
      }
      return out
    }
    const digests = v.selfTest.digestLengths.flatMap((digest) =>
      v.selfTest.inputLengths.flatMap((length) => {
        const input = sequence(length, length)
        return [blake2b(digest, input), blake2b(digest, input, sequence(digest, digest))]
      }),
    )
    expect(toHex(blake2b(32, Buffer.concat(digests)))).toBe(v.selfTest.hash)
  })
})

describe('H and KDF', () => {
  const item = z.object({ label: z.string(), parts: z.array(hex), H: z.string(), KDF: z.string() })
  const { key, cases } = vectors('hash.json', z.object({ key: hex, cases: z.array(item).min(5) }))

  it.each(cases)('encode "$label" as docs/protocol.md says', (v) => {
    expect(toHex(H(v.label, ...v.parts))).toBe(v.H)
    expect(toHex(KDF(key, v.label, ...v.parts))).toBe(v.KDF)
  })

  it('tell apart the same bytes cut differently', () => {
    expect(new Set(cases.map((v) => v.H)).size).toBe(cases.length)
    expect(new Set(cases.map((v) => v.KDF)).size).toBe(cases.length)
  })

  it('refuse a key of another length', () => {
    expect(() => KDF(Buffer.alloc(31), 'test')).toThrow(RangeError)
  })
})

describe('Ed25519', () => {
  const { cases } = vectors(
    'ed25519.json',
    z.object({ cases: z.array(z.object({ seed: hex, publicKey: hex, message: hex, signature: hex })).min(3) }),
  )

  it.each(cases)('signs and verifies as RFC 8032 says', ({ seed, publicKey, message, signature }) => {
    const pair = signKeyPair(seed)
    expect(toHex(pair.publicKey)).toBe(toHex(publicKey))
    expect(toHex(sign(message, pair.secretKey))).toBe(toHex(signature))
    expect(verify(signature, message, publicKey)).toBe(true)
    expect(verify(signature, Buffer.concat([message, Buffer.of(0)]), publicKey)).toBe(false)
    const forged = Buffer.from(signature)
    forged.writeUInt8(forged.readUInt8(0) ^ 1, 0)
    expect(verify(forged, message, publicKey)).toBe(false)
    expect(verify(signature.subarray(1), message, publicKey)).toBe(false)
  })
})

describe('X25519 sealed boxes', () => {
  const { pairs } = vectors('x25519.json', z.object({ pairs: z.array(z.object({ secretKey: hex, publicKey: hex })).length(2) }))

  it.each(pairs)('derive the public key of RFC 7748', ({ secretKey, publicKey }) => {
    expect(toHex(boxKeyPair(secretKey).publicKey)).toBe(toHex(publicKey))
  })

  it('open for their own key only', () => {
    const [alice, bob] = pairs.map((pair) => boxKeyPair(pair.secretKey))
    if (!alice || !bob) throw new Error('two pairs')
    const sealed = sealTo(alice.publicKey, utf8('for alice'))
    expect(openSealed(alice, sealed)?.toString()).toBe('for alice')
    expect(openSealed(bob, sealed)).toBeNull()
    expect(openSealed(alice, sealed.subarray(1))).toBeNull()
    expect(openSealed(alice, Buffer.alloc(3))).toBeNull()
  })
})

describe('BIP39', () => {
  const { cases } = vectors('bip39.json', z.object({ cases: z.array(z.object({ entropy: hex, words: z.string() })).min(8) }))

  it.each(cases)('turns 32 bytes into the published words and back', ({ entropy, words }) => {
    expect(seedToWords(entropy).join(' ')).toBe(words)
    expect(toHex(wordsToSeed(words))).toBe(toHex(entropy))
  })
})
