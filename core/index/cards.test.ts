import { describe, expect, test } from 'vitest'
import type { RecordId } from '../engine/contract/ids.ts'
import type { NewCard } from '../engine/contract/record-kinds.ts'
import { ParasolError } from '../error.ts'
import { amend, amendCard, card, entry, name, organisation, space, tombstone, write } from '../records/testing.ts'
import { recordIdOf } from '../records/version.ts'
import type { Index } from './index.ts'
import { dig, titles, withIndex } from './testing.ts'

const id = (record: number, org = 0): RecordId => recordIdOf(space(1), organisation(org), name(record))
const officer = (record: number, label: string, index: number) =>
  card(record, { kind: 'perpetrator', fields: { label, kind: 'police', description: 'Zebra tattoo', badge: '4417' } }, { index })
const labels = (index: Index, text = '', limit = 50, cursor: string | null = null) =>
  index.cards({ kind: 'perpetrator', text, unit: null, cursor, limit }).rows.map(({ label }) => label)

describe('records of other kinds', () => {
  test('are listed by kind, the newest first, page by page, and are no rows of the log', () => {
    withIndex((index) => {
      index.apply([
        officer(1, 'First', 0),
        officer(2, 'Second', 1),
        officer(3, 'Third', 2),
        card(4, { kind: 'person', fields: { pseudonym: 'Neema' } }, { index: 3 }),
      ])
      expect(titles(index)).toEqual([])
      expect(labels(index)).toEqual(['Third', 'Second', 'First'])
      const { rows, nextCursor } = index.cards({ kind: 'perpetrator', text: '', unit: null, cursor: null, limit: 2 })
      expect(rows.map(({ label }) => label)).toEqual(['Third', 'Second'])
      expect(labels(index, '', 2, nextCursor)).toEqual(['First'])
      expect(rows[0]).toMatchObject({ recordId: id(3), kind: 'perpetrator', status: 'police', amended: false, conflict: false })
      expect(() => index.cards({ kind: 'person', text: '', unit: null, cursor: 'x', limit: 2 })).toThrow(ParasolError)
    })
  })

  test('are found by the beginning of any of their words, whatever case and accents', () => {
    withIndex((index) => {
      index.apply([officer(1, 'Café guard', 0), officer(2, 'Second', 1)])
      expect([
        labels(index, 'cafe'),
        labels(index, 'ZEB'),
        labels(index, '4417 second'),
        labels(index, 'nobody'),
        labels(index, '?'),
      ]).toEqual([['Café guard'], ['Second', 'Café guard'], ['Second'], [], []])
    })
  })

  test('are found together whatever their kind, but for those that only tie others together', () => {
    withIndex((index) => {
      index.apply([
        officer(1, 'Gate guard', 0),
        card(2, { kind: 'person', fields: { pseudonym: 'Neema', about: 'Knows the gate' } }, { index: 1 }),
        card(3, { kind: 'link', fields: { link: 'follows', from: id(1), to: id(2), note: 'gate' } }, { index: 2 }),
        card(4, { kind: 'request', fields: { title: 'A new gate' } }, { index: 3 }),
      ])
      const found = (text: string, limit = 6) => index.findCards(text, limit).map(({ label }) => label)
      expect([found('gate'), found('gate', 1), found('neem'), found(''), found('?'), found('nobody')]).toEqual([
        ['A new gate', 'Neema', 'Gate guard'],
        ['A new gate'],
        ['Neema'],
        [],
        [],
        [],
      ])
    })
  })

  test('leave nothing in the file of a text that was amended or erased', () => {
    withIndex((index, path) => {
      index.apply([officer(1, 'Quagga man', 0), officer(2, 'Second', 1)])
      index.apply([amendCard(1, [entry(0, 0)], { kind: 'perpetrator', changes: { label: 'Other' } }, { index: 2 })])
      expect([labels(index, 'quagga'), labels(index, 'other')]).toEqual([[], ['Other']])
      index.apply([tombstone(1, { index: 3 })])
      expect([labels(index), index.card(id(1)), index.history(id(1))]).toEqual([['Second'], null, []])
      while (!index.sweep());
      expect(dig(path).toLowerCase()).not.toContain('quagga')
    })
  })

  test('tell what names them, incidents too, and no more once that is gone', () => {
    withIndex((index) => {
      index.apply([
        officer(1, 'Tall', 0),
        write(2, { index: 1 }, { title: 'Raid', 'perpetrator:0000000a': { perpetrator: id(1), degree: 'ordered' } }),
        card(3, { kind: 'request', fields: { title: 'A lawyer', incident: id(2) } }, { index: 2 }),
      ])
      expect(index.mentions(id(1), 10)).toEqual([
        {
          recordId: id(2),
          field: 'perpetrator',
          kind: 'incident',
          label: 'Raid',
          start: { date: '2026-03-05', about: false },
          types: ['raid-premises'],
        },
      ])
      expect(index.mentions(id(2), 10)).toMatchObject([
        { recordId: id(3), field: 'incident', kind: 'request', label: 'A lawyer', start: null, types: [] },
      ])
      index.apply([tombstone(3, { index: 3 })])
      expect(index.mentions(id(2), 10)).toEqual([])
    })
  })

  test('of those who did harm are grouped by unit, whatever the case of its letters, with how many incidents name one of them', () => {
    const of = (record: number, unit: string, index: number) =>
      card(record, { kind: 'perpetrator', fields: { label: `officer ${record}`, unit, badge: '4417' } }, { index })
    const raid = (record: number, named: number[], index: number) =>
      write(
        record,
        { index },
        { ...(Object.fromEntries(named.map((one) => [`perpetrator:0000000${one}`, { perpetrator: id(one) }])) as object) },
      )
    withIndex((index) => {
      index.apply([of(1, 'Central Station', 0), of(2, 'central station', 1), of(3, 'Harbour', 2), of(4, '', 3)])
      index.apply([raid(5, [1, 2], 4), raid(6, [2], 5), raid(7, [4], 6)])
      expect(index.units('', 10)).toEqual([
        { unit: expect.stringMatching(/^central station$/i), people: 2, incidents: 2 },
        { unit: 'Harbour', people: 1, incidents: 0 },
      ])
      expect(index.units('', 1)).toHaveLength(1)
      expect(titles(index, { units: ['CENTRAL station'] }).length).toBe(2)
      expect(titles(index, { units: ['Harbour'] })).toEqual([])
      expect(titles(index, { units: ['Harbour', 'Nowhere', 'Central Station'], text: 'nothing like it' })).toEqual([])
      const ask = { kind: 'perpetrator', text: '', unit: 'CENTRAL STATION', cursor: null, limit: 10 } as const
      expect(index.cards(ask).rows.map(({ label, incidents }) => [label, incidents])).toEqual([
        ['officer 2', 2],
        ['officer 1', 1],
      ])
      expect(index.cards({ ...ask, text: '4417 1' }).rows.map(({ label, unit }) => [label, unit])).toEqual([
        ['officer 1', 'Central Station'],
      ])
      index.apply([
        tombstone(6, { index: 7 }),
        amendCard(1, [entry(0, 0)], { kind: 'perpetrator', changes: { unit: 'Harbour' } }, { index: 8 }),
      ])
      expect(index.units('', 10)).toEqual([
        { unit: 'Harbour', people: 2, incidents: 1 },
        { unit: 'central station', people: 1, incidents: 1 },
      ])
    })
  })

  test('are grouped by units that incidents say themselves too, each incident once, and no word of what is erased stays', () => {
    const says = (record: number, units: string[], place: { org?: number; index: number }, named: number[] = []) =>
      write(record, place, {
        ...Object.fromEntries(units.map((unit, n) => [`perpetrator:0000000${n}`, { unit }])),
        ...Object.fromEntries(named.map((one) => [`perpetrator:0000001${one}`, { perpetrator: id(one) }])),
      } as object)
    withIndex((index) => {
      index.apply([card(1, { kind: 'perpetrator', fields: { label: 'officer 1', unit: 'Comisaría Central' } }, { index: 0 })])
      index.apply([
        says(5, ['COMISARIA CENTRAL', 'Port patrol', ' port patrol'], { index: 1 }, [1]),
        says(6, ['Port Patrol'], { index: 2 }),
      ])
      index.apply([says(7, ['comisaría central', 'Theirs'], { org: 1, index: 0 }), says(8, ['Theirs'], { org: 1, index: 1 })])
      expect(index.units('', 10)).toEqual([
        { unit: 'Comisaría Central', people: 1, incidents: 2 },
        { unit: expect.stringMatching(/^port patrol$/i), people: 0, incidents: 2 },
        { unit: 'Theirs', people: 0, incidents: 2 },
      ])
      expect(index.units('', 2).map(({ people }) => people)).toEqual([1, 0])
      expect(index.units(' Pátrol', 10)).toHaveLength(1)
      expect(index.units('%', 10)).toEqual([])
      expect(titles(index, { units: ['port PATROL'] })).toHaveLength(2)
      const ask = { kind: 'perpetrator', text: '', unit: 'comisaria central', cursor: null, limit: 10 } as const
      expect(index.cards(ask).rows.map(({ label }) => label)).toEqual(['officer 1'])
      index.apply([amend(6, [entry(0, 2)], { 'perpetrator:00000000': null }, { index: 3 }), tombstone(5, { index: 4 })])
      index.apply([tombstone(8, { org: 1, index: 2 })])
      expect(index.units('', 10)).toEqual([
        { unit: 'Comisaría Central', people: 1, incidents: 1 },
        { unit: 'Theirs', people: 0, incidents: 1 },
      ])
    })
  })

  test('say what waits, by day, the undated last, and only what is ours', () => {
    const due = (date: string) => ({ date, about: false })
    const request = (record: number, fields: object, index: number, org = 0) =>
      card(record, { kind: 'request', fields: { title: `request ${record}`, ...fields } }, { index, org })
    withIndex((index) => {
      index.apply([
        request(1, { due: due('2026-05') }, 0),
        request(2, {}, 1),
        request(3, { status: 'met', due: due('2026-01-01') }, 2),
        request(4, { due: due('2026-01-01') }, 0, 1),
        write(5, { index: 3 }, { title: 'Raid', feedbackDue: due('2026-05-30') }),
        card(6, { kind: 'complaint', fields: { title: 'To IPOA', state: 'filed', answerBy: due('2026-04-01') } }, { index: 4 }),
        card(7, { kind: 'consent', fields: { person: id(9), level: 3, expires: due('2027') } }, { index: 5 }),
      ])
      const all = index.due(null, 50).rows.map(({ recordId, why, day }) => [recordId, why, day])
      expect(all).toEqual([
        [id(6), 'answer', '2026-04-01'],
        [id(5), 'feedback', '2026-05-30'],
        [id(1), 'request', '2026-05-31'],
        [id(7), 'consent', '2027-12-31'],
        [id(2), 'request', null],
      ])
      const first = index.due(null, 4)
      expect([...first.rows, ...index.due(first.nextCursor, 4).rows].map(({ recordId, why, day }) => [recordId, why, day])).toEqual(all)
      index.apply([amendCard(6, [entry(0, 4)], { kind: 'complaint', changes: { state: 'closed' } }, { index: 6 })])
      expect(index.due(null, 50).rows.map(({ recordId }) => recordId)).not.toContain(id(6))
      expect(() => index.due('x', 5)).toThrow(ParasolError)
    })
  })

  test('say of what somebody agreed to until when it ends, unless it was taken back or closed, also where one computer says so and one does not', () => {
    const on = (date: string) => ({ date, about: false })
    const change = (record: number, at: number, changes: object, where: object) =>
      amendCard(record, [entry(0, at)], { kind: 'consent', changes }, where)
    withIndex((index) => {
      index.apply(
        [1, 2, 3, 4].map((record, at) =>
          card(record, { kind: 'consent', fields: { person: id(9), level: 3, expires: on('2026-01-31') } }, { index: at }),
        ),
      )
      const due = () => index.due(null, 50).rows.map(({ recordId, why }) => [recordId, why])
      expect(due()).toEqual([1, 2, 3, 4].map((record) => [id(record), 'consent']))
      index.apply([
        change(1, 0, { closed: on('2026-03-01') }, { index: 4 }),
        change(2, 1, { withdrawn: on('2026-03-01') }, { index: 5 }),
        change(3, 2, { closed: null }, { index: 6 }),
        change(3, 2, { closed: on('2026-03-01') }, { device: 1, index: 0 }),
      ])
      expect(due()).toEqual([[id(4), 'consent']])
      index.apply([change(1, 4, { closed: null }, { index: 7 })])
      expect(due()).toEqual([1, 4].map((record) => [id(record), 'consent']))
    })
  })

  test('say who wants us to keep nothing of them, from the day on which they said so, until somebody has looked at it since', () => {
    const on = (date: string) => ({ date, about: false })
    const back = (record: number, index: number, fields: object) =>
      card(record, { kind: 'consent', fields: { person: id(9), withdrawn: on('2026-03-01'), ...fields } }, { index })
    withIndex((index) => {
      index.apply([
        back(1, 0, { level: 1 }),
        back(2, 1, {}),
        back(3, 2, { level: 2 }),
        back(4, 3, { level: 1, closed: on('2026-03-01') }),
        back(5, 4, { level: 1, closed: on('2026-02-28'), expires: on('2026-01-01') }),
      ])
      expect(index.due(null, 50).rows.map(({ recordId, why, day }) => [recordId, why, day])).toEqual(
        [1, 2, 5].map((record) => [id(record), 'kept', '2026-03-01']),
      )
    })
  })

  test('say of which complaints of ours somebody outside has the next word, and nobody has set a day', () => {
    const states = [undefined, 'consent', 'filed', 'declined', 'court', 'outcome', 'closed', 'in-orbit']
    withIndex((index) => {
      index.apply(
        states.map((state, at) => card(at + 1, { kind: 'complaint', fields: { title: 'To court', state } } as NewCard, { index: at })),
      )
      const asked = index.due(null, 50).rows.map(({ recordId, why, day, status }) => [recordId, why, day, status])
      expect(asked).toEqual([
        [id(3), 'answer', null, 'filed'],
        [id(5), 'answer', null, 'court'],
        [id(8), 'answer', null, 'in-orbit'],
      ])
      // Nobody owes an answer to what was not handed in.
      const early = { kind: 'complaint', changes: { answerBy: { date: '2026-03-01', about: false } } } as const
      index.apply([amendCard(1, [entry(0, 0)], early, { index: 10 }), amendCard(2, [entry(0, 1)], early, { index: 11 })])
      expect(index.due(null, 50).rows.map(({ recordId, why, day, status }) => [recordId, why, day, status])).toEqual(asked)
      const changes = { answerBy: { date: '2026-04-01', about: false } }
      index.apply([amendCard(3, [entry(0, 2)], { kind: 'complaint', changes }, { index: 9 })])
      expect(index.due(null, 50).rows.map(({ recordId, day }) => [recordId, day])).toEqual([
        [id(3), '2026-04-01'],
        [id(5), null],
        [id(8), null],
      ])
    })
  })

  test('say which complaints of ours somebody outside has under a name, whether an answer is due or not', () => {
    const complaint = (record: number, fields: object, index: number, org = 0) =>
      card(record, { kind: 'complaint', fields: { title: `to court ${record}`, confidentiality: 'named', ...fields } }, { index, org })
    withIndex((index) => {
      index.apply([
        complaint(1, { state: 'consent' }, 0),
        complaint(2, { state: 'outcome' }, 1),
        complaint(3, { state: 'filed', answerBy: { date: '2026-04-01', about: false } }, 2),
        complaint(4, { state: 'filed', confidentiality: 'intermediary' }, 3),
        complaint(5, { state: 'closed' }, 4),
        complaint(6, { state: 'filed' }, 0, 1),
        complaint(7, {}, 5),
      ])
      expect(index.named()).toEqual([
        { recordId: id(2), label: 'to court 2', status: 'outcome' },
        { recordId: id(3), label: 'to court 3', status: 'filed' },
      ])
      expect(index.due(null, 50).rows.map(({ recordId, why }) => [recordId, why])).toEqual([
        [id(3), 'answer'],
        [id(4), 'answer'],
      ])
      index.apply([
        amendCard(2, [entry(0, 1)], { kind: 'complaint', changes: { state: 'closed' } }, { index: 6 }),
        amendCard(4, [entry(0, 3)], { kind: 'complaint', changes: { confidentiality: 'named' } }, { index: 7 }),
      ])
      expect(index.named().map(({ recordId }) => recordId)).toEqual([id(3), id(4)])
    })
  })
})
