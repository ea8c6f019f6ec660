import { u64 } from '../crypto/bytes.ts'
import { H } from '../crypto/hash.ts'
import { type Causal, encodeCausal, type SeenHead } from '../log/entry/causal.ts'
import { SECTION } from '../log/entry/open.ts'
import { type SectionInput, sealEntry } from '../log/entry/seal.ts'
import { ENTRY_TYPE, type EntryType, type EpochKey, RING } from '../log/types.ts'
import type { Keyring } from './keyring.ts'

/** A record's content on its way into an entry. */
export interface OutgoingRecord {
  kind: string
  kindVersion: number
  minimumReader: number
  body: Buffer
  /** Exact address or position, JSON. */
  place?: Buffer
  /** Real identities, JSON; empty where there are none. */
  safe?: Buffer
}

const KIND_OF_TYPE = { 2: 'epoch', 3: 'grant', 4: 'roster', 5: 'genesis' } as const

/** The hash of a block (docs/protocol.md section 3). */
export const blockHash = (block: Buffer): Buffer => H('block', block)
export const operationId = (logId: Buffer, index: number, hash: Buffer): Buffer => H('operation', logId, u64(index), hash)

/** What every entry of one writer has in common at one moment. */
export interface Circumstances extends Pick<Causal, 'clock' | 'wall' | 'certificate' | 'rosterHash'> {
  space: Buffer
  logId: Buffer
  index: number
  /** Ascending by log id. */
  heads: SeenHead[]
}

function causalOf(at: Circumstances, kind: string, kindVersion: number, minimumReader: number): Buffer {
  return encodeCausal({ ...at, kind, kindVersion, minimumReader })
}

/** Seals a type 1 entry. `safe` null: this writer does not read the safe ring, the slot is filled at random. */
export function sealRecord(at: Circumstances, record: OutgoingRecord, main: EpochKey, safe: EpochKey | null, keyring: Keyring): Buffer {
  const sections: SectionInput[] = [
    {
      id: 1,
      name: SECTION.causal,
      ring: RING.main,
      epoch: main,
      body: causalOf(at, record.kind, record.kindVersion, record.minimumReader),
      critical: true,
    },
    { id: 2, name: SECTION.body, ring: RING.main, epoch: main, body: record.body, critical: true },
  ]
  if (record.place) sections.push({ id: 3, name: SECTION.place, ring: RING.main, epoch: main, body: record.place, critical: false })
  sections.push({
    id: 4,
    name: SECTION.safe,
    ring: RING.safe,
    epoch: safe,
    body: record.safe ?? Buffer.alloc(0),
    critical: false,
    step: 512,
  })
  return sealEntry({ space: at.space, logId: at.logId, index: at.index, type: ENTRY_TYPE.entry, tableEpoch: main, sections }, keyring.cache)
}

/** Seals an entry of types 2 to 5. */
export function sealRosterEntry(
  at: Circumstances,
  type: Exclude<EntryType, 1>,
  body: Buffer,
  epoch: EpochKey,
  keyring: Keyring,
  boxes?: Buffer[],
): Buffer {
  const sections: SectionInput[] = [
    { id: 1, name: SECTION.causal, ring: RING.roster, epoch, body: causalOf(at, KIND_OF_TYPE[type], 1, 1), critical: true },
    { id: 2, name: SECTION.body, ring: RING.roster, epoch, body, critical: true },
  ]
  return sealEntry(
    { space: at.space, logId: at.logId, index: at.index, type, tableEpoch: epoch, sections, ...(boxes ? { boxes } : {}) },
    keyring.cache,
  )
}
