import { utf8, zero } from '../crypto/bytes.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import { ParasolError } from '../error.ts'

/** zxcvbn's scale: 0 and 1 are guessed within a million tries. */
const SCORE_MIN = 2

/**
 * The bytes that Argon2id hashes: NFKC in UTF-8, so that one passphrase is the same on every keyboard. ASCII, the usual case, never becomes
 * a string. Throws BAD_INPUT for what is not UTF-8 or too long. The caller zeroes the result.
 */
export function normalised(passphrase: Uint8Array): Buffer {
  if (passphrase.byteLength > LIMITS.passphraseMax * 4)
    throw new ParasolError('BAD_INPUT', { field: 'passphrase', limit: LIMITS.passphraseMax })
  if (passphrase.every((byte) => byte < 0x80)) return Buffer.from(passphrase)
  return utf8(decoded(passphrase).normalize('NFKC'))
}

function decoded(passphrase: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(passphrase)
  } catch {
    // The decoder's own error says nothing more, and this one is in the catalogue.
    throw new ParasolError('BAD_INPUT', { field: 'passphrase' })
  }
}

/**
 * Refuses a new passphrase that is under the least length or trivially weak: throws PASSPHRASE_TOO_WEAK. `names` are words that a guesser
 * would try first. The estimate needs a string, which lives for this call.
 */
export async function requireStrong(passphrase: Uint8Array, names: readonly string[]): Promise<void> {
  const bytes = normalised(passphrase)
  try {
    const text = bytes.toString('utf8')
    if ([...text].length < LIMITS.passphraseMin) throw new ParasolError('PASSPHRASE_TOO_WEAK', { limit: LIMITS.passphraseMin })
    const { score } = (await estimator()).check(text, [...names, 'parasol'])
    if (score < SCORE_MIN) throw new ParasolError('PASSPHRASE_TOO_WEAK')
  } finally {
    zero(bytes)
  }
}

let loaded: ReturnType<typeof loadEstimator> | null = null

/** Loaded when it is first needed: its dictionaries take a few megabytes, and unlocking does not need them. */
function estimator(): ReturnType<typeof loadEstimator> {
  loaded ??= loadEstimator()
  return loaded
}

async function loadEstimator() {
  const [{ ZxcvbnFactory }, common, en] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  return new ZxcvbnFactory({ dictionary: { ...common.dictionary, ...en.dictionary }, graphs: common.adjacencyGraphs })
}
