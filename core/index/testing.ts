import { createDecipheriv } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Author } from '../engine/contract/incident.ts'
import { type Filters, filtersSchema } from '../engine/contract/index.ts'
import type { NameAuthor } from '../records/history.ts'
import { organisation, space } from '../records/testing.ts'
import { type Index, type IndexOptions, openIndex } from './index.ts'

/** For tests and benches. */

export const KEY = Buffer.alloc(32, 7)
export const author: NameAuthor = (_, organisationId, own): Author => ({ organisationId, name: own ? 'Us' : 'Partner', own })
/** The moment of the first entry (core/records/testing.ts), at which the clock stands still. */
export const NOW = 1_772_000_000_000
export const OPTIONS: IndexOptions = { house: space(1), author, ownIn: () => organisation(0), now: () => NOW }

export const filters = (changes: Partial<Filters> = {}): Filters => ({ ...filtersSchema.parse({}), ...changes })

/** A folder that is gone after `act`. */
export function inFolder<T>(act: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'parasol-index-'))
  try {
    return act(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** An empty index that is gone after `act`. */
export function withIndex<T>(act: (index: Index, path: string) => T, options: Partial<IndexOptions> = {}): T {
  return inFolder((folder) => {
    const path = join(folder, 'index.db')
    const index = openIndex(path, KEY, { ...OPTIONS, ...options })
    try {
      return act(index, path)
    } finally {
      index.close()
    }
  })
}

/** The same for what takes its time. */
export async function withIndexLater<T>(act: (index: Index, path: string) => Promise<T>, options: Partial<IndexOptions> = {}): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'parasol-index-'))
  const path = join(folder, 'index.db')
  const index = openIndex(path, KEY, { ...OPTIONS, ...options })
  try {
    return await act(index, path)
  } finally {
    index.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

export const titles = (index: Index, changes: Partial<Filters> = {}): string[] =>
  index.list(filters(changes), null, 200).rows.map(({ title }) => title)

const PAGE = 4_096
/** SQLCipher 4 keeps the IV (16 bytes) and an HMAC (64) at the end of a page, and its salt in the first 16 bytes of the file. */
const RESERVED = 80
const SALT = 16
const WAL_HEADER = 32
const FRAME_HEADER = 24

function openPage(page: Buffer, first: boolean): string {
  const end = PAGE - RESERVED
  const cipher = createDecipheriv('aes-256-cbc', KEY, page.subarray(end, end + 16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(page.subarray(first ? SALT : 0, end)), cipher.final()]).toString('latin1')
}

/** Every page of an index as it is under its key, free ones and those of the write-ahead log included: what someone with the key can dig out. */
export function dig(path: string): string {
  const file = readFileSync(path)
  const log = existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`) : Buffer.alloc(0)
  const pages: string[] = []
  for (let at = 0; at + PAGE <= file.length; at += PAGE) pages.push(openPage(file.subarray(at, at + PAGE), at === 0))
  for (let at = WAL_HEADER; at + FRAME_HEADER + PAGE <= log.length; at += FRAME_HEADER + PAGE) {
    const frame = log.subarray(at, at + FRAME_HEADER + PAGE)
    pages.push(openPage(frame.subarray(FRAME_HEADER), frame.readUInt32BE() === 1))
  }
  return pages.join('')
}
