import { toHex } from '../crypto/bytes.ts'
import type { BoxKeyPair } from '../crypto/sealedbox.ts'
import { decodeBoxes, hasBoxes } from '../log/entry/boxes.ts'
import type { Causal } from '../log/entry/causal.ts'
import { EntryError } from '../log/entry/error.ts'
import { decodeHeader, HEADER_BYTES } from '../log/entry/header.ts'
import { type OpenedEntry, openEntry, SECTION } from '../log/entry/open.ts'
import { ENTRY_TYPE, RING, type Ring } from '../log/types.ts'
import { blockHash, operationId } from './entries.ts'
import { openEpoch } from './format/epoch.ts'
import type { Keyring } from './keyring.ts'
import type { OpenedEarly } from './opener.ts'
import { contentOf } from './roster/content.ts'
import type { RosterBlock } from './roster/types.ts'

/** The version of roster-ring bodies that is written and understood here. */
const ROSTER_READER = 1

/** What one block of a log turned out to be. */
export type ReadBlock =
  | { is: 'record'; index: number; causal: Causal; body: Buffer }
  /** The same, opened early (opener.ts). */
  | ({ is: 'made'; index: number } & OpenedEarly)
  | { is: 'roster'; index: number; block: RosterBlock; boxes: Buffer[] }
  /** Sealed under an epoch whose key is not here (yet). */
  | { is: 'waiting'; index: number; epochId: Buffer }
  /** Of a kind that may be ignored. */
  | { is: 'ignored'; index: number }
  /** Only a later version can read this; the log is not folded beyond it. */
  | { is: 'newer'; index: number }
  /** Not a valid entry: kept and passed on, says nothing. */
  | { is: 'refused'; index: number; fault: string }

/**
 * What decides whether and what an entry counts. The other sections are opened, and so verified, when they are shown: whoever lacks the key of
 * one cannot tell whether it is forged, and all readers must come to the same record.
 */
const FOLDED: ReadonlySet<number> = new Set([SECTION.body])

/** Opens a block with the keys held. Never throws for what the block holds. */
export function readBlock(space: Buffer, logId: Buffer, index: number, block: Buffer, keyring: Keyring): ReadBlock {
  try {
    const header = decodeHeader(block)
    if (header.type >= 128) return { is: 'ignored', index }
    if (!keyring.has(header.epochId)) return { is: 'waiting', index, epochId: Buffer.from(header.epochId) }
    const opened = openEntry({ space, logId, index, block, keyOf: keyring.keyOf, wanted: FOLDED }, keyring.cache)
    return opened.type === ENTRY_TYPE.entry ? recordOf(index, opened) : rosterOf(space, logId, index, block, opened)
  } catch (error) {
    if (error instanceof EntryError) return error.fault === 'newer' ? { is: 'newer', index } : { is: 'refused', index, fault: error.fault }
    throw error
  }
}

function recordOf(index: number, { causal, sections }: OpenedEntry): ReadBlock {
  const section = sections.get(SECTION.body)
  if (!section) return { is: 'refused', index, fault: 'no body' }
  if (!section.body) return { is: 'waiting', index, epochId: Buffer.from(section.epochId) }
  return { is: 'record', index, causal, body: section.body }
}

function rosterOf(space: Buffer, logId: Buffer, index: number, block: Buffer, opened: OpenedEntry): ReadBlock {
  const { type, epochId, causal, boxes } = opened
  if (causal.minimumReader > ROSTER_READER) return { is: 'newer', index }
  const section = opened.sections.get(SECTION.body)
  // Under two epochs, some could read it and others not, and their rosters would differ.
  if (!section?.body || !section.epochId.equals(epochId)) return { is: 'refused', index, fault: 'no body' }
  const content = contentOf(space, type, section.body)
  if (!content) return { is: 'refused', index, fault: 'malformed' }
  const hash = blockHash(block)
  return {
    is: 'roster',
    index,
    block: { logId, index, operationId: operationId(logId, index, hash), blockHash: hash, epochId, causal, content },
    boxes,
  }
}

/**
 * A section of a record's entry that is shown only on purpose. Null where the entry has none, it is empty, or its key is not held.
 * Throws EntryError for a forged one.
 */
export function readSection(
  space: Buffer,
  logId: Buffer,
  index: number,
  block: Buffer,
  name: typeof SECTION.place | typeof SECTION.safe,
  keyring: Keyring,
): Buffer | null {
  const opened = openEntry({ space, logId, index, block, keyOf: keyring.keyOf, wanted: new Set([name]) }, keyring.cache)
  const body = opened.sections.get(name)?.body
  return body && body.length > 0 ? body : null
}

/** Learns the key of a block that only its own boxes hold: a genesis, or an entry that starts a roster epoch. True where it did. */
export function learnTableKey(space: Buffer, block: Buffer, keyring: Keyring, pairs: readonly BoxKeyPair[]): boolean {
  try {
    const header = decodeHeader(block)
    if (!hasBoxes(header.type) || keyring.has(header.epochId)) return false
    return learn(space, RING.roster, Buffer.from(header.epochId), decodeBoxes(block, HEADER_BYTES).boxes, keyring, pairs)
  } catch (error) {
    if (error instanceof EntryError) return false
    throw error
  }
}

/**
 * Takes the epoch keys that a roster-ring entry holds for us. Only from entries that name our instance: trying boxes costs, and whoever
 * seals to us says so. Roster epochs and grants count of the founder only. True where a new one was learnt.
 */
export function learnKeys(
  space: Buffer,
  block: RosterBlock,
  boxes: readonly Buffer[],
  keyring: Keyring,
  pairs: readonly BoxKeyPair[],
  instance: Buffer,
  byFounder: boolean,
): boolean {
  const { content } = block
  if (content.is === 'epoch') {
    const { ring, epochId, instances } = content.epoch
    if (ring === RING.roster && !byFounder) return false
    return instances.some((one) => one.equals(instance)) && learn(space, ring, epochId, boxes, keyring, pairs)
  }
  if (content.is !== 'grant' || !byFounder || !content.grant.instance.equals(instance)) return false
  return content.grant.keys.map((row) => learn(space, row.ring, row.epochId, row.boxes, keyring, pairs)).includes(true)
}

function learn(
  space: Buffer,
  ring: Ring,
  epochId: Buffer,
  boxes: readonly Buffer[],
  keyring: Keyring,
  pairs: readonly BoxKeyPair[],
): boolean {
  if (keyring.has(epochId)) return false
  const epoch = openEpoch(space, ring, epochId, boxes, pairs)
  return epoch !== null && keyring.add(epoch)
}

/** A name for a block's place. */
export const placeName = (logId: Buffer, index: number): string => `${toHex(logId)}:${index}`
