import { describe, expect, it } from 'vitest'
import type { NewCard } from '../engine/contract/record-kinds.ts'
import { writeBody } from '../records/body.ts'
import { card, fields, name, organisation, space, tombstone, version, write } from '../records/testing.ts'
import { recordIdOf } from '../records/version.ts'
import { titles, withIndex, withIndexLater } from './testing.ts'

const FIELD = 'file:0a1b2c3d'
const FILE = { list: 'a'.repeat(64), key: 'b'.repeat(64), sha256: 'c'.repeat(64), size: 3, type: 'image/png', name: 'x.png' }
const by = (index: number, device = 0) => ({ org: 1, device, index, space: 2 })
const of = (n: number) => recordIdOf(space(2), organisation(1), name(n))
const note: NewCard = { kind: 'note', fields: { title: 'Fridays', [FIELD]: FILE } }
const incident = (n: number, at: ReturnType<typeof by> & { ms?: number }) =>
  version(writeBody(name(n), fields({ title: 'Raid', [FIELD]: FILE } as never)), at)

describe('the files of records', () => {
  it('are known of every kind that has files, and of no other', () => {
    withIndex((index) => {
      index.apply([card(5, note, by(0)), incident(6, by(1))], {})
      expect([...index.filesIn(space(2))].flat().map(({ recordId }) => recordId)).toEqual([of(5), of(6)].sort())
      expect(index.filesOf(of(5))).toMatchObject([{ list: FILE.list, key: FILE.key, own: false }])
      index.apply([tombstone(5, by(2))], {})
      expect([index.filesOf(of(5)), index.filesOf(of(6)).length]).toEqual([[], 1])
    })
  })

  it('under one list are given page by page, and none of another', () => {
    withIndex((index) => {
      const other = { ...note, fields: { ...note.fields, [FIELD]: { ...FILE, list: 'b'.repeat(64) } } }
      index.apply(
        [...Array(1_100).keys()].map((n) => card(n, n % 11 === 0 ? other : note, by(n))),
        {},
      )
      const pages = [...index.filesUnder(space(2), FILE.list)]
      expect(pages.map((page) => page.length)).toEqual([500, 500])
      expect(new Set(pages.flat().map(({ recordId }) => recordId)).size).toBe(1_000)
      expect(new Set(pages.flat().map(({ list }) => list))).toEqual(new Set([FILE.list]))
    })
  })

  it.each(['apply', 'feed'] as const)(
    'move with a record that turns out to be of another kind, which stops nobody else (%s)',
    async (how) => {
      await withIndexLater(async (index) => {
        const take = async (...versions: Parameters<typeof index.apply>[0][number][]) => void (await index[how](versions, {}))
        await take(card(5, note, { ...by(5), ms: 50 }))
        // Earlier by its clock, later to arrive.
        await take(incident(5, { ...by(1, 1), ms: 10 }), write(9, { org: 2, index: 0, space: 2 }, { title: 'Of somebody else' }))
        expect(titles(index).sort()).toEqual(['Of somebody else', 'Raid'])
        expect([index.card(of(5)), index.filesOf(of(5)).length]).toEqual([null, 1])
      })
    },
  )

  it('stand with the other kind where what made it one is taken out again', () => {
    withIndex((index) => {
      const first = incident(5, { ...by(1, 1), ms: 10 })
      index.apply([card(5, note, { ...by(5), ms: 50 })], {})
      index.apply([first], {})
      index.withdraw(first.log, 0)
      expect([index.card(of(5))?.kind, index.filesOf(of(5)).length, titles(index)]).toEqual(['note', 1, []])
    })
  })
})
