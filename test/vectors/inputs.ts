import { KDF } from '../../core/crypto/hash.ts'
import { type SignKeyPair, signKeyPair } from '../../core/crypto/sign.ts'
import { type Causal, encodeCausal } from '../../core/log/entry/causal.ts'
import { epochIdOf } from '../../core/log/entry/keys.ts'
import type { EntryInput, SectionInput } from '../../core/log/entry/seal.ts'
import { SECTION } from '../../core/log/entry/section.ts'
import { logIdOf } from '../../core/log/log-id.ts'
import { ENTRY_TYPE, type EntryType, type EpochKey, RING, type Ring } from '../../core/log/types.ts'

/** `length` bytes that count up from `first`: fixed input that is easy to make in any language. */
export const counting = (first: number, length: number): Buffer => Buffer.from(Array.from({ length }, (_, i) => (first + i) & 255))

export const deviceSeed = counting(0, 32)
export const space = counting(32, 32)
export const signer: SignKeyPair = signKeyPair(KDF(deviceSeed, 'log-sign', space))
export const logId = logIdOf(space, signer.publicKey)
export const nonce = counting(96, 24)

const epoch = (ring: Ring, first: number): EpochKey => {
  const key = counting(first, 32)
  return { ring, key, epochId: epochIdOf(space, ring, key) }
}
export const epochs = { roster: epoch(RING.roster, 128), main: epoch(RING.main, 160), safe: epoch(RING.safe, 192) }

const causal = (kind: string): Causal => ({
  kind,
  kindVersion: 1,
  minimumReader: 1,
  clock: { ms: 1_790_000_000_123, counter: 7 },
  wall: 1_790_000_000_100,
  certificate: counting(224, 32),
  rosterHash: counting(16, 32),
  heads: [
    { logId: counting(1, 32), length: 12, treeHash: counting(2, 32) },
    { logId: counting(3, 32), length: 2 ** 40, treeHash: counting(4, 32) },
  ],
})

const section = (id: number, name: number, key: EpochKey, body: Uint8Array, critical: boolean, step?: number): SectionInput => ({
  id,
  name,
  ring: key.ring,
  epoch: key,
  body,
  critical,
  ...(step ? { step } : {}),
})

function record(index: number, body: string, names: string): EntryInput {
  const { main, safe } = epochs
  const sections = [
    section(1, SECTION.causal, main, encodeCausal(causal('incident')), true),
    section(2, SECTION.body, main, Buffer.from(body), true),
    section(3, SECTION.safe, safe, Buffer.from(names), false, 512),
  ]
  return { space, logId, index, type: ENTRY_TYPE.entry, tableEpoch: main, sections }
}

function rosterRing(index: number, type: Exclude<EntryType, 1>, kind: string, body: Buffer, boxes?: Buffer[]): EntryInput {
  const { roster } = epochs
  const sections = [section(1, SECTION.causal, roster, encodeCausal(causal(kind)), true), section(2, SECTION.body, roster, body, true)]
  return { space, logId, index, type, tableEpoch: roster, sections, ...(boxes ? { boxes } : {}) }
}

/** The entries of `entry-v1.json`. The bodies of types 2 to 5 are no valid bodies: these vectors are of the entry format. */
export const entries: { name: string; input: EntryInput }[] = [
  { name: 'incident', input: record(1, '{"record":"000102030405060708090a0b0c0d0e0f","action":"write","amends":[],"fields":{"title":"Razzia, Café Ñ"}}', '') },
  { name: 'incident with names', input: record(2, '{}', '{"names":["Wanjiru"]}') },
  { name: 'long incident', input: record(2 ** 33, JSON.stringify({ narrative: 'a'.repeat(5000) }), 'b'.repeat(600)) },
  { name: 'epoch', input: rosterRing(3, ENTRY_TYPE.epoch, 'epoch', counting(9, 70), [counting(5, 80), counting(6, 80)]) },
  { name: 'grant', input: rosterRing(4, ENTRY_TYPE.grant, 'grant', counting(10, 100)) },
  { name: 'operation', input: rosterRing(5, ENTRY_TYPE.roster, 'roster', counting(11, 100)) },
  { name: 'genesis', input: rosterRing(0, ENTRY_TYPE.genesis, 'genesis', counting(12, 300), [counting(7, 80)]) },
]
