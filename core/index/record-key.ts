import type { RecordId } from '../engine/contract/ids.ts'
import { nameIn } from '../records/version.ts'
import { bytesOf } from './database.ts'

/** Rows of `card` likewise. */
export const CARDS_BY_KEY = 'thread CROSS JOIN card ON card.thread = thread.id'
export const IS_CARD = 'thread.name = ? AND card.record = ?'

/** Rows of `item` with the threads that they are found by (schema.ts): `... FROM ${ITEMS} WHERE ${IS_RECORD}` takes `keyOf` a record. */
export const ITEMS = 'thread CROSS JOIN item ON item.thread = thread.id'
export const IS_RECORD = 'thread.name = ? AND item.record = ?'

export const keyOf = (record: RecordId): Buffer<ArrayBuffer>[] => [bytesOf(nameIn(record)), bytesOf(record)]
