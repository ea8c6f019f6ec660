import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RecordId } from '../engine/contract/ids.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import { card, name, organisation, space, write } from '../records/testing.ts'
import { recordIdOf } from '../records/version.ts'
import { BY_KIND, BY_UNIT, BY_WORDS, FOUND } from './cards.ts'
import { openTables } from './schema.ts'
import { inFolder, KEY, titles, withIndex } from './testing.ts'
import { UNITS } from './units.ts'

const FAR = Date.UTC(9999, 0)
const id = (record: number, org = 0): RecordId => recordIdOf(space(1), organisation(org), name(record))
const officer = (record: number, unit: string, place: { org?: number; index: number; wall?: number }) =>
  card(record, { kind: 'perpetrator', fields: { label: `officer ${record}`, unit } }, place)

interface Step {
  id: number
  parent: number
  detail: string
}

/** The steps in which SQLite answers, each with the one it belongs to. */
const stepsOf = (sql: string): Step[] =>
  inFolder((folder) => {
    const db = openTables(join(folder, 'index.db'), KEY)
    const asked = Array.from({ length: sql.split('?').length - 1 }, () => 1)
    const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all<{ id: number; parent: number; detail: string }>(asked)
    db.close()
    return steps
  })

/** What belongs to a step, and to those of it. */
const below = (steps: readonly Step[], top: Step): Step[] =>
  steps.filter(({ parent }) => parent === top.id).flatMap((step) => [step, ...below(steps, step)])

describe('a partner who writes cards and names without end', () => {
  test('makes none of them be counted beyond a bound, neither of a card nor of a unit', () => {
    withIndex((index) => {
      const more = LIMITS.incidentsCounted + 5
      index.apply([officer(1, 'Harbour', { index: 0 }), officer(2, 'Gate', { index: 1 })])
      const named = (n: number) => ({ 'perpetrator:0000000a': { perpetrator: id(n < more ? 1 : 2) }, 'harmed:0000000b': { person: id(2) } })
      index.apply(Array.from({ length: more + 3 }, (_, n) => write(n + 10, { org: 1, index: n }, named(n))))
      const { rows } = index.cards({ kind: 'perpetrator', text: '', unit: null, cursor: null, limit: 5 })
      expect(rows.map(({ incidents }) => incidents)).toEqual([LIMITS.incidentsCounted, LIMITS.incidentsCounted])
      expect(index.units('', 5)).toEqual([
        { unit: 'Harbour', people: 1, incidents: LIMITS.incidentsCounted },
        { unit: 'Gate', people: 1, incidents: 3 },
      ])
    })
  })

  test.each([
    ['a list', BY_KIND],
    ['a unit', BY_UNIT],
    ['a search in a list', BY_WORDS],
    ['the search in all', FOUND],
    ['all units', UNITS],
  ])('makes %s count for what it shows and not for all that it looks at', (_, sql) => {
    const steps = stepsOf(sql)
    const picked = steps.find(({ detail }) => /^(CO-ROUTINE|MATERIALIZE) picked$/.test(detail))
    const counts = steps.filter(({ detail }) => detail.startsWith('CORRELATED SCALAR SUBQUERY'))
    expect([picked !== undefined, counts.length]).toEqual([true, 1])
    expect(
      picked &&
        below(steps, picked)
          .map(({ detail }) => detail)
          .join(),
    ).not.toMatch(/CORRELATED|\bref\b/)
    const read = counts.flatMap((count) => below(steps, count)).filter(({ detail }) => /\bref\b/.test(detail))
    // By field too: other names that a card is given are not walked through.
    expect(new Set(read.map(({ detail }) => detail))).toEqual(new Set(['SEARCH ref USING PRIMARY KEY (target=? AND field=?)']))
  })

  test('hides none of our own from the search, whatever the date on it', () => {
    withIndex((index) => {
      index.apply([officer(1, 'Gate', { index: 0 }), officer(2, 'Gate', { index: 1 })])
      index.apply(Array.from({ length: 8 }, (_, n) => officer(n + 10, 'Gate', { org: 1, index: n, wall: FAR })))
      const found = index.findCards('gate', 6)
      expect(found.map(({ author }) => author.own)).toEqual([true, true, false, false, false, false])
      expect(found.slice(0, 2).map(({ label }) => label)).toEqual(['officer 2', 'officer 1'])
    })
  })

  test('hides none of our own from what names a record, incidents and cards alike', () => {
    withIndex((index) => {
      const naming = { 'perpetrator:0000000a': { perpetrator: id(1) } }
      const tie = { kind: 'link', fields: { link: 'follows', from: id(1), to: id(2) } } as const
      index.apply([officer(1, 'Gate', { index: 0 }), write(2, { index: 1 }, naming), card(3, tie, { index: 2 })])
      index.apply(Array.from({ length: 5 }, (_, n) => write(n + 10, { org: 1, index: n, wall: FAR }, naming)))
      expect(index.mentions(id(1), 3).map(({ recordId }) => recordId)).toEqual([id(3), id(2), id(10, 1)])
    })
  })

  test('hides nothing that somebody agreed to, however much names her since', () => {
    withIndex((index) => {
      const asked = { kind: 'consent', fields: { person: id(1), rung: 'house' } } as const
      index.apply([card(1, { kind: 'person', fields: { pseudonym: 'Neema' } }, { index: 0 }), card(2, asked, { index: 1 })])
      index.apply(Array.from({ length: 5 }, (_, n) => write(n + 10, { index: n + 2 }, { 'harmed:0000000a': { person: id(1) } })))
      expect(index.mentions(id(1), 3).map(({ kind }) => kind)).toEqual(['consent', 'incident', 'incident'])
    })
  })

  test.each([65, 600])('hides no incident of ours from a search for who is in it, with %i records of the same name', (many) => {
    withIndex((index) => {
      index.apply([
        card(1, { kind: 'person', fields: { pseudonym: 'Amina' } }, { index: 0 }),
        officer(2, 'Gate', { index: 1 }),
        write(3, { index: 2 }, { title: 'To her', 'harmed:0000000a': { person: id(1) } }),
        write(4, { index: 3 }, { title: 'By him', 'perpetrator:0000000a': { perpetrator: id(2) } }),
      ])
      const request = (n: number) => card(n + 10, { kind: 'request', fields: { title: 'Amina, officer of Gate' } }, { org: 1, index: n })
      index.apply(Array.from({ length: many }, (_, n) => (n % 2 === 0 ? officer(n + 10, 'Amina Gate', { org: 1, index: n }) : request(n))))
      index.apply(Array.from({ length: many }, (_, n) => officer(n + 1_000, 'Amina Gate', { org: 2, index: n })))
      expect([titles(index, { text: 'amina' }), titles(index, { text: 'gate' })]).toEqual([['To her'], ['By him']])
    })
  })

  test('hides nobody of ours from what is asked of their unit, whatever the date on others', () => {
    withIndex((index) => {
      const by = (n: number) => ({ title: `By ${n}`, 'perpetrator:0000000a': { perpetrator: id(n) } })
      index.apply([officer(1, 'Harbour', { index: 0 }), write(2, { index: 1 }, by(1))])
      index.apply(Array.from({ length: LIMITS.units }, (_, n) => officer(n + 10, 'Harbour', { org: 1, index: n, wall: FAR })))
      expect(titles(index, { units: ['harbour'] })).toEqual(['By 1'])
    })
  })

  test('hides no unit that we have somebody of', () => {
    withIndex((index) => {
      index.apply([officer(1, 'Harbour', { index: 0 })])
      index.apply(Array.from({ length: 12 }, (_, n) => officer(n + 10, `made up ${n % 6}`, { org: 1, index: n })))
      expect(index.units('', 3).map(({ unit }) => unit)).toContain('Harbour')
    })
  })
})
