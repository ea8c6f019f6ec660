import { equal, toHex } from '../crypto/bytes.ts'
import type { BoxKeyPair } from '../crypto/sealedbox.ts'
import { MalformedError } from '../log/codec.ts'
import type { Causal } from '../log/entry/causal.ts'
import { EntryError } from '../log/entry/error.ts'
import { decodeHeader } from '../log/entry/header.ts'
import { openEntry, type OpenedEntry, SECTION } from '../log/entry/open.ts'
import { ENTRY_TYPE, RING } from '../log/types.ts'
import { blockHash, operationId } from './entries.ts'
import { decodeEpoch, openEpoch } from './format/epoch.ts'
import { decodeGenesis } from './format/genesis.ts'
import { decodeGrant } from './format/grant.ts'
import type { Keyring } from './keyring.ts'
import type { RosterBlock } from './roster/types.ts'

/** What one block of a log turned out to be. */
export type ReadBlock =
  | { is: 'record'; index: number; causal: Causal; body: Buffer; safe: Buffer | null }
  | { is: 'roster'; index: number; block: RosterBlock; opened: OpenedEntry }
  /** Sealed under an epoch whose key is not here (yet). */
  | { is: 'waiting'; index: number; epochId: Buffer }
  /** Of a kind that may be ignored. */
  | { is: 'ignored'; index: number }
  /** Only a later version can read this; the log is not folded beyond it. */
  | { is: 'newer'; index: number }
  /** Not a valid entry: kept and passed on, says nothing. */
  | { is: 'refused'; index: number; fault: string }

/** Opens a block with the keys held. Never throws for what the block holds. */
export function readBlock(space: Buffer, logId: Buffer, index: number, block: Buffer, keyring: Keyring): ReadBlock {
  try {
    const header = decodeHeader(block)
    if (header.type >= 128) return { is: 'ignored', index }
    if (!keyring.has(header.epochId)) return { is: 'waiting', index, epochId: Buffer.from(header.epochId) }
    const opened = openEntry({ space, logId, index, block, keyOf: keyring.keyOf }, keyring.cache)
    const body = opened.sections.get(SECTION.body)?.body
    if (!body) return { is: 'refused', index, fault: 'no body' }
    if (opened.type === ENTRY_TYPE.entry) {
      return { is: 'record', index, causal: opened.causal, body, safe: opened.sections.get(SECTION.safe)?.body ?? null }
    }
    const hash = blockHash(block)
    const roster = { logId, index, operationId: operationId(logId, index, hash), blockHash: hash, type: opened.type, causal: opened.causal, body }
    return { is: 'roster', index, block: roster, opened }
  } catch (error) {
    if (error instanceof EntryError) return error.fault === 'newer' ? { is: 'newer', index } : { is: 'refused', index, fault: error.fault }
    throw error
  }
}

/** The block as it opens with a key that only its own boxes hold: a genesis, or a roster epoch that starts with it. Learns that key first. */
export function learnTableKey(space: Buffer, block: Buffer, keyring: Keyring, pairs: readonly BoxKeyPair[]): boolean {
  const header = decodeHeader(block)
  if ((header.type !== ENTRY_TYPE.genesis && header.type !== ENTRY_TYPE.epoch) || keyring.has(header.epochId)) return false
  const count = block.readUInt16BE(80)
  const boxes = Array.from({ length: Math.min(count, 512) }, (_, i) => block.subarray(82 + i * 80, 162 + i * 80))
  const epoch = openEpoch(space, RING.roster, Buffer.from(header.epochId), boxes, pairs)
  return epoch !== null && keyring.add(epoch)
}

/** Takes the epoch keys that a roster-ring entry holds for us. True where a new one was learnt. */
export function learnKeys(space: Buffer, opened: OpenedEntry, body: Buffer, keyring: Keyring, pairs: readonly BoxKeyPair[], instance: Buffer | null): boolean {
  try {
    if (opened.type === ENTRY_TYPE.genesis) {
      const genesis = decodeGenesis(body, space)
      return learn(space, RING.roster, genesis.rosterEpochId, opened.boxes, keyring, pairs)
    }
    if (opened.type === ENTRY_TYPE.epoch) {
      const epoch = decodeEpoch(body)
      return learn(space, epoch.ring, epoch.epochId, opened.boxes, keyring, pairs)
    }
    if (opened.type === ENTRY_TYPE.grant) {
      const grant = decodeGrant(body)
      if (!instance || !equal(grant.instance, instance)) return false
      return grant.keys.map(({ ring, epochId, boxes }) => learn(space, ring, epochId, boxes, keyring, pairs)).includes(true)
    }
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error
  }
  return false
}

function learn(space: Buffer, ring: 1 | 2 | 3, epochId: Buffer, boxes: readonly Buffer[], keyring: Keyring, pairs: readonly BoxKeyPair[]): boolean {
  if (keyring.has(epochId)) return false
  const epoch = openEpoch(space, ring, epochId, boxes, pairs)
  return epoch !== null && keyring.add(epoch)
}

/** A name for a block's place. */
export const placeName = (logId: Buffer, index: number): string => `${toHex(logId)}:${index}`
