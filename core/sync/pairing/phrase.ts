import { wordlist } from '@scure/bip39/wordlists/english.js'
import { H } from '../../crypto/hash.ts'
import { PWHASH_FLOOR, PWHASH_SALT_BYTES, type PwhashCost, pwhash } from '../../crypto/pwhash.ts'

const PHRASE_WORDS = 8
const BITS_A_WORD = 11

/** One side of a pairing, as the phrase commits to it. */
export interface PhraseSide {
  organisation: Buffer
  device: Buffer
  box: Buffer
  noise: Buffer
  nonce: Buffer
}

/**
 * The eight words that both people see and compare: 88 bits over everything the two sides told each other (docs/protocol.md section 9).
 * Slow on purpose, so that nobody in between can search for keys that give the same words; only tests give another cost.
 */
export async function safetyPhrase(
  genesisHash: Buffer,
  inviteId: Buffer,
  inviter: PhraseSide,
  candidate: PhraseSide,
  cost: PwhashCost = PWHASH_FLOOR,
): Promise<string[]> {
  const sides = [inviter, candidate].flatMap(({ organisation, device, box, noise, nonce }) => [organisation, device, box, noise, nonce])
  const salt = H('phrase-salt', inviteId).subarray(0, PWHASH_SALT_BYTES)
  const hash = await pwhash(H('phrase', genesisHash, inviteId, ...sides), salt, cost)
  return words(hash)
}

function words(hash: Buffer): string[] {
  const bits = [...hash].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return Array.from({ length: PHRASE_WORDS }, (_, i) => {
    const word = wordlist[Number.parseInt(bits.slice(i * BITS_A_WORD, (i + 1) * BITS_A_WORD), 2)]
    if (!word) throw new Error('11 bits name a word of 2,048')
    return word
  })
}
