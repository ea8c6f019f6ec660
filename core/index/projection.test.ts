import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RecordId } from '../engine/contract/ids.ts'
import { type Folded, fold } from '../records/fold.ts'
import { history } from '../records/history.ts'
import { entries, space } from '../records/testing.ts'
import { isoOf, type RecordVersion, recordNameOf } from '../records/version.ts'
import { dueOf } from './due.ts'
import { type Index, incidentOf } from './index.ts'
import { madeVersion, makeOf } from './made.ts'
import { type Packed, pack, Unpacker } from './packed.ts'
import { author, filters, withIndex } from './testing.ts'

const byRecord = <T extends { recordId: string; field: string }>(list: readonly T[]): T[] =>
  list.toSorted((a, b) => (a.recordId + a.field < b.recordId + b.field ? -1 : 1))

const WORDS = ['raid', 'another', 'arrest', 'kibera', 'area', 'police', 'nobody', 'officers', 'a raid']

/** All that an index answers, without the order of records of the same moment, which is that of their coming. */
function answers(index: Index) {
  const all = index.list(filters(), null, 200).rows
  const cards = index.cards({ kind: 'request', text: '', unit: null, cursor: null, limit: 200 }).rows
  const found = (changes: Parameters<typeof filters>[0]) => {
    const ids = index.list(filters(changes), null, 200).rows.map(({ recordId }) => recordId)
    expect(index.count(filters(changes))).toEqual({ matching: ids.length, all: all.length })
    return ids.sort()
  }
  return {
    rows: all.toSorted((a, b) => (a.recordId < b.recordId ? -1 : 1)),
    records: Object.fromEntries(all.map(({ recordId }) => [recordId, index.get(recordId)])),
    histories: Object.fromEntries(all.map(({ recordId }) => [recordId, index.history(recordId)])),
    words: Object.fromEntries(WORDS.map((text) => [text, found({ text })])),
    periods: [found({ from: '2020-05-20', to: '2020-06-01' }), found({ from: '2021-01-01' }), found({ to: '2020-12-31', text: 'police' })],
    types: found({ types: ['raid-premises'] }),
    house: found({ audience: 'house' }),
    areas: index.areas(''),
    cards: Object.fromEntries(cards.map(({ recordId }) => [recordId, index.card(recordId)])),
    cardRows: cards.toSorted((a, b) => (a.recordId < b.recordId ? -1 : 1)),
    lawyers: index
      .cards({ kind: 'request', text: 'lawyer', unit: null, cursor: null, limit: 200 })
      .rows.map(({ recordId }) => recordId)
      .sort(),
    due: index.due(null, 200).rows,
    mentions: [7, 8].map((n) => byRecord(index.mentions(n.toString(16).padStart(64, '0') as RecordId, 200))),
  }
}

function foldByHand(all: readonly RecordVersion[]): Folded[] {
  return [...Map.groupBy(all, recordNameOf).values()].map((versions) => fold(versions, space(1)))
}

/** The same entry as it comes from a thread that has opened it. */
function early(version: RecordVersion): RecordVersion {
  const packed: Packed = []
  pack(packed, makeOf(version, space(1)))
  const by = { space: version.space, organisation: version.organisation, own: version.own }
  return madeVersion(by, version, new Unpacker(packed, by).made())
}

test('whatever the order, the batches and where they were opened, the index answers what the entries fold to', () => {
  const split = entries({ records: 3, max: 24 }).chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray(all, { minLength: all.length }),
      fc.array(fc.nat(all.length), { maxLength: 5 }),
      fc.nat(all.length),
      fc.array(fc.boolean(), { minLength: all.length, maxLength: all.length }),
    ),
  )
  fc.assert(
    fc.property(split, ([all, shuffled, cuts, again, isEarly]) => {
      const rebuilt = withIndex((index) => {
        index.apply(all)
        return answers(index)
      })
      withIndex((index) => {
        const bounds = [0, ...cuts.toSorted((a, b) => a - b), shuffled.length]
        bounds.slice(1).forEach((end, at) => {
          const from = bounds[at] ?? 0
          index.apply(shuffled.slice(from, end).map((version, n) => (isEarly[from + n] ? early(version) : version)))
        })
        expect(index.apply(shuffled.slice(0, again)).changed).toBe(0)
        while (!index.sweep());
        expect(answers(index)).toEqual(rebuilt)
      })
      const cards = foldByHand(all).flatMap((folded) => folded.cards)
      expect(rebuilt.cards).toEqual(Object.fromEntries(cards.map((state) => [state.recordId, state])))
      expect(rebuilt.due).toHaveLength(
        foldByHand(all).flatMap(({ records, cards: others }) => [...records, ...others].filter((state) => dueOf(state) !== null)).length,
      )
      expect(rebuilt.lawyers).toEqual(
        cards
          .filter(({ fields }) => fields.title === 'a lawyer')
          .map(({ recordId }) => recordId)
          .sort(),
      )
      const records = foldByHand(all).flatMap((folded) => folded.records)
      expect(rebuilt.rows.map(({ recordId }) => recordId)).toEqual(records.map(({ recordId }) => recordId).sort())
      for (const state of records) {
        expect(rebuilt.records[state.recordId]).toEqual(incidentOf(state, author))
        expect(rebuilt.histories[state.recordId]).toEqual(
          history(
            all.filter((v) => recordNameOf(v) === state.name),
            state.recordId,
            author,
          ),
        )
        const row = rebuilt.rows.find(({ recordId }) => recordId === state.recordId)
        expect(row).toEqual({
          recordId: state.recordId,
          spaceId: space(1),
          title: state.fields.title,
          types: state.fields.types,
          start: state.fields.start,
          area: state.fields.area,
          author: author(state.space, state.organisation, state.own),
          alsoIn: [],
          savedAt: isoOf(state.savedAt),
          amended: state.amendedAt !== null,
          conflict: state.conflicts.length > 0,
          feedbackDue: dueOf(state)?.day ?? null,
          proposals: state.own ? state.proposals.length : 0,
          recordedBy: '',
          snippet: null,
        })
        const narratives = [
          state.fields.narrative,
          ...state.conflicts.filter(({ field }) => field === 'narrative').flatMap(({ values }) => values.map(({ value }) => value)),
        ]
        expect(rebuilt.words.police?.includes(state.recordId)).toBe(narratives.includes('police came'))
      }
    }),
    { numRuns: 60 },
  )
})
