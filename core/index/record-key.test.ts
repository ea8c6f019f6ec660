import { join } from 'node:path'
import { expect, test } from 'vitest'
import { name, organisation, space, write } from '../records/testing.ts'
import { recordIdOf } from '../records/version.ts'
import { IS_RECORD, ITEMS, keyOf } from './record-key.ts'
import { openTables } from './schema.ts'
import { inFolder, KEY, withIndex } from './testing.ts'

const id = (org: number, at: number) => recordIdOf(space(at), organisation(org), name(1))

test('a record is found by the thread of its name, and by no walk through others', () => {
  inFolder((folder) => {
    const db = openTables(join(folder, 'index.db'), KEY)
    const plan = db.prepare(`EXPLAIN QUERY PLAN SELECT item.id FROM ${ITEMS} WHERE ${IS_RECORD}`).all<{ detail: string }>(keyOf(id(0, 1)))
    db.close()
    expect(plan.map(({ detail }) => detail)).toEqual([
      'SEARCH thread USING PRIMARY KEY (name=?)',
      'SEARCH item USING INDEX item_thread (thread=?)',
    ])
  })
})

test('records of one name, of other authors and in other spaces, are each found by their own id', () => {
  withIndex((index) => {
    const places = [
      { org: 0, space: 1 },
      { org: 1, space: 1 },
      { org: 0, space: 2 },
    ]
    index.apply(places.map((place, at) => write(1, { ...place, index: at }, { title: `${place.org} in ${place.space}` })))
    for (const { org, space: at } of places) expect(index.get(id(org, at))?.fields.title).toBe(`${org} in ${at}`)
    expect(index.get(id(1, 2))).toBeNull()
  })
})
