import { wordlist } from '@scure/bip39/wordlists/english.js'
import { describe, expect, it } from 'vitest'
import { randomBytes } from '../../crypto/bytes.ts'
import { type PhraseSide, safetyPhrase } from './phrase.ts'

const side = (fill: number): PhraseSide => ({
  organisation: Buffer.alloc(32, fill),
  device: Buffer.alloc(32, fill + 1),
  box: Buffer.alloc(32, fill + 2),
  noise: Buffer.alloc(32, fill + 3),
  nonce: Buffer.alloc(32, fill + 4),
})

// Argon2id at MODERATE is meant to be slow, and this machine may be busy.
describe('the safety phrase', () => {
  it('is eight words of the list, the same for the same pairing', async () => {
    const [genesis, invite] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
    const phrase = await safetyPhrase(genesis, invite, side(10), side(20))
    expect(phrase).toHaveLength(8)
    for (const word of phrase) expect(wordlist).toContain(word)
    expect(await safetyPhrase(genesis, invite, side(10), side(20))).toEqual(phrase)
  })

  it('is another when anything in it is', async () => {
    const [genesis, invite] = [randomBytes(32), randomBytes(32)]
    // What goes in is the same at any cost.
    const phraseOf = (...said: [Buffer, Buffer, PhraseSide, PhraseSide]) => safetyPhrase(...said, { opslimit: 1, memlimit: 8192 })
    const phrases = [await phraseOf(genesis, invite, side(10), side(20)), await phraseOf(genesis, invite, side(20), side(10))]
    phrases.push(await phraseOf(randomBytes(32), invite, side(10), side(20)), await phraseOf(genesis, randomBytes(32), side(10), side(20)))
    for (const field of Object.keys(side(1)))
      phrases.push(await phraseOf(genesis, invite, side(10), { ...side(20), [field]: randomBytes(32) }))
    expect(new Set(phrases.map((words) => words.join(' '))).size).toBe(phrases.length)
  })
})
