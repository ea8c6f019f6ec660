import type { Ring } from '../types.ts'
import { openBox } from './box.ts'
import { EntryError } from './error.ts'
import { EntryKeys, KeyCache } from './keys.ts'
import { layoutOf, openTable } from './layout.ts'
import type { OpenInput } from './open.ts'

/** What is given away to disclose sections of one entry: the key of the table and of each of these sections, by id. Opens nothing else. */
export interface Disclosure {
  table: Buffer
  sections: ReadonlyMap<number, Buffer>
}

/** What a disclosure shows. */
export interface Disclosed {
  type: number
  sections: { id: number; name: number; ring: Ring; body: Buffer }[]
  /** Sections of the entry that stay closed. */
  withheld: number
}

/** The keys to give away for these section ids. Throws EntryError; `no-key` where this reader cannot open one of them either. */
export function disclose(input: OpenInput, ids: readonly number[], cache = new KeyCache()): Disclosure {
  const layout = layoutOf(input, input.block)
  const keys = new EntryKeys(input, layout.header.nonce, cache)
  const tableEpoch = input.keyOf(layout.header.epochId)
  if (!tableEpoch) throw new EntryError('no-key', 'table')
  const table = keys.section(tableEpoch, 0)
  const rows = openTable(layout, input.block, table)
  const sections = new Map<number, Buffer>()
  for (const id of ids) {
    const row = rows.find((one) => one.id === id)
    const epoch = row && input.keyOf(row.epochId)
    if (!epoch) throw new EntryError('no-key', 'section')
    sections.set(id, keys.section(epoch, id))
  }
  return { table, sections }
}

/** Opens what was disclosed of an entry, as someone who holds no epoch key. Throws EntryError. */
export function openDisclosed(input: Omit<OpenInput, 'keyOf'>, disclosure: Disclosure): Disclosed {
  const layout = layoutOf(input, input.block)
  const rows = openTable(layout, input.block, disclosure.table)
  const sections: Disclosed['sections'] = []
  for (const { id, name, ring, box } of rows) {
    const key = disclosure.sections.get(id)
    if (key) sections.push({ id, name, ring, body: openBox(key, layout.header.nonce, layout.aad(id), box) })
  }
  if (sections.length !== disclosure.sections.size) throw new EntryError('malformed', 'a disclosed section is not in the table')
  return { type: layout.header.type, sections, withheld: rows.length - sections.length }
}
