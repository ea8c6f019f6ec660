import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AlertState, foldAlerts } from '../records/alert-fold.ts'
import {
  alertEntries,
  answer,
  log,
  name,
  organisation,
  raise,
  space,
  standDown,
  tombstone,
  update,
  write,
} from '../records/alert-testing.ts'
import { type RecordVersion, recordIdOf, recordNameOf } from '../records/version.ts'
import { LATE_MS, OPEN, OPEN_MAX, type StandingAlert } from './alerts.ts'
import { openDatabase } from './database.ts'
import { openIndex } from './index.ts'
import { dig, filters, inFolder, KEY, NOW, OPTIONS, withIndex } from './testing.ts'

const HOUR = 60 * 60 * 1_000
/** What the fold says of one, without what this computer adds. */
const bare = ({ until: _until, open: _open, ...state }: StandingAlert): AlertState => state

const id = (record: number, org = 0) => recordIdOf(space(1), organisation(org), name(record))

/** What all entries come to, thread by thread. */
function folded(all: readonly RecordVersion[]): AlertState[] {
  const names = [...new Set(all.map(recordNameOf))]
  return names.flatMap((one) => foldAlerts(all.filter((version) => recordNameOf(version) === one)))
}
const byId = (a: AlertState, b: AlertState): number => (a.recordId < b.recordId ? -1 : 1)

describe('alerts in the index', () => {
  test('are what the fold says, however the entries come', () => {
    fc.assert(
      fc.property(alertEntries(16), fc.nat(16), (all, cut) => {
        withIndex((index) => {
          index.apply(all.slice(cut))
          index.apply(all.slice(0, cut))
          const listed = [...index.alerts(true, null, 200).alerts, ...index.alerts(false, null, 200).alerts]
          const states = folded(all)
          expect(listed.map(bare).toSorted(byId)).toEqual(states.toSorted(byId))
          for (const state of states) expect(bare(index.alert(state.recordId) as StandingAlert)).toEqual(state)
        })
      }),
      { numRuns: 40 },
    )
  })

  test('come newest first, open and over apart, in pages that do not shift', () => {
    withIndex((index) => {
      index.apply(Array.from({ length: 7 }, (_, i) => raise(i, { index: i }, { what: `a${i}` }, 1_000 + Math.floor(i / 2))))
      index.apply([standDown(3, { index: 10 })])
      const first = index.alerts(true, null, 4)
      index.apply([raise(50, { index: 50 }, {}, 9_000)])
      const second = index.alerts(true, first.nextCursor, 4)
      const whats = [...first.alerts, ...second.alerts].map(({ fields }) => fields.what)
      expect(whats).toEqual(['a6', 'a5', 'a4', 'a2', 'a1', 'a0'])
      expect(second.nextCursor).toBeNull()
      expect(index.alerts(false, null, 4).alerts.map(({ recordId }) => recordId)).toEqual([id(3)])
      expect(() => index.alerts(true, 'x', 4)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }))
    })
  })

  test('of who raises them without end, or dates them into the future, push no others from the list', () => {
    withIndex((index) => {
      const flood = Array.from({ length: 60 }, (_, i) => raise(i, { org: 1, index: i }, { what: `flood ${i}` }, 8_000_000_000_000_000 + i))
      index.apply([...flood, raise(70, { org: 2 }, { what: 'a raid' }, 1_000), raise(71, { org: 3 }, { what: 'an arrest' }, 2_000)])
      const whats = () => index.alerts(true, null, 50).alerts.map(({ fields }) => fields.what)
      expect(whats()).toEqual([...Array.from({ length: OPEN_MAX }, (_, i) => `flood ${59 - i}`), 'an arrest', 'a raid'])
      index.apply(Array.from({ length: 20 }, (_, i) => raise(100 + i, { index: i }, { what: 'our own' }, 10 + i)))
      expect(whats().filter((what) => what === 'our own')).toHaveLength(20)
      index.apply([standDown(59, { org: 1, index: 60 })])
      expect(whats()[0]).toBe('flood 58')
      expect(whats()[OPEN_MAX - 1]).toBe(`flood ${59 - OPEN_MAX}`)
    })
  })

  test('are over when their time is, by this computer’s clock, and open again where they are prolonged or the clock is put right', () => {
    const clock = { now: NOW }
    withIndex(
      (index) => {
        const open = () => index.alerts(true, null, 9).alerts.map(({ fields }) => fields.what)
        const over = () => index.alerts(false, null, 9).alerts.map(({ fields }) => fields.what)
        index.apply([raise(1, {}, { what: 'a raid', lasts: 60 }), raise(2, { index: 1 }, { what: 'an arrest', lasts: 360 })])
        expect(index.alert(id(1))).toMatchObject({ open: true, until: NOW + HOUR })
        expect(index.nextAlertEnd()).toBe(NOW + HOUR)
        clock.now = NOW + HOUR
        expect([open(), over(), index.alert(id(1))?.open]).toEqual([['an arrest'], ['a raid'], false])
        clock.now = NOW + HOUR - 1
        expect([open(), over()]).toEqual([['an arrest', 'a raid'], []])
        clock.now = NOW + 2 * HOUR
        expect(over()).toEqual(['a raid'])
        index.apply([update(1, { index: 2, ms: clock.now }, '', { lasts: 60 })])
        expect([open(), index.nextAlertEnd()]).toEqual([['an arrest', 'a raid'], NOW + 3 * HOUR])
        index.apply([standDown(1, { index: 3 })])
        clock.now = NOW
        expect([over(), index.nextAlertEnd()]).toEqual([['a raid'], NOW + 6 * HOUR])
        index.apply([standDown(2, { index: 4 })])
        expect(index.nextAlertEnd()).toBeNull()
      },
      { now: () => clock.now },
    )
  })

  test('count from when they were read where their clock runs ahead, so that nobody keeps one open for longer', () => {
    const clock = { now: NOW }
    withIndex(
      (index) => {
        index.apply([
          raise(1, { org: 1, ms: NOW + 900 * HOUR }, { lasts: 60 }),
          raise(2, { org: 1, index: 1, ms: NOW - HOUR / 2 }, { lasts: 60 }),
        ])
        clock.now = NOW + HOUR / 4
        index.apply([answer(1, 'seen', { org: 2 }, 1), answer(2, 'seen', { org: 2, index: 1 }, 1)])
        expect([index.alert(id(1, 1))?.until, index.alert(id(2, 1))?.until]).toEqual([NOW + HOUR, NOW + HOUR / 2])
      },
      { now: () => clock.now },
    )
  })

  test('that come in past their time from a log that was known are shown for a while, and others not', () => {
    withIndex(
      (index) => {
        const old = { ms: NOW - 900 * HOUR }
        index.apply([raise(1, { org: 1, ...old })], { cursors: [{ log: log(1), next: 1 }] })
        expect(index.alert(id(1, 1))?.open).toBe(false)
        index.apply([raise(2, { org: 1, index: 1, ...old }), raise(3, { org: 2, ...old })])
        expect(index.alert(id(2, 1))).toMatchObject({ open: true, until: NOW + LATE_MS })
        expect(index.alert(id(3, 2))?.open).toBe(false)
      },
      { now: () => NOW },
    )
  })

  test('say how many changed, and are no rows of the log', () => {
    withIndex((index) => {
      expect(index.apply([raise(1), write(2, { index: 1 })])).toMatchObject({ changed: 1, alerts: 1 })
      expect(index.apply([answer(1, 'seen', { org: 1, index: 0 })])).toMatchObject({ changed: 0, alerts: 1 })
      expect(index.apply([answer(1, 'seen', { org: 1, index: 0 })])).toMatchObject({ changed: 0, alerts: 0 })
      expect(index.count(filters())).toEqual({ matching: 1, all: 1 })
      const alert = index.alert(id(1)) as StandingAlert
      expect([index.alertEntries(alert, log(0)), index.alertEntries(alert, log(1)), index.alertEntries(alert, log(2))]).toEqual([1, 1, 0])
    })
  })

  test('tell under which names this organisation has said anything', () => {
    withIndex((index) => {
      index.apply([raise(1), raise(2, { org: 1, index: 0 }), raise(3, { org: 1, index: 1 }), raise(4, { index: 9, space: 2 })])
      index.apply([answer(3, 'seen', { index: 2 }, 1), answer(2, 'seen', { org: 2, index: 0 }, 1)])
      expect(index.ownAlertNames(space(1)).sort()).toEqual([name(1), name(3)])
    })
  })

  test('are found by their words as they stand: what, where, all news and the last words, but not by what is covered', () => {
    withIndex((index) => {
      const found = (text: string) => index.findAlerts(text, 9).map(({ what }) => what)
      index.apply([
        raise(1, { index: 0 }, { what: 'Raid on São Miguel', area: 'Kariokor', place: 'Gate 4', contact: '0700 555' }),
        raise(2, { org: 1, index: 0 }, { what: 'An arrest', area: 'Mathare' }),
      ])
      expect([found('sao mig'), found('kario raid'), found('"an arrest"')]).toEqual([
        ['Raid on São Miguel'],
        ['Raid on São Miguel'],
        ['An arrest'],
      ])
      expect([found('gate'), found('0700'), found(''), found('?!')]).toEqual([[], [], [], []])
      index.apply([
        update(1, { index: 1 }, 'The lorry has left', { what: 'Raid is over soon', area: 'Ngara' }),
        update(1, { index: 2 }, 'Two officers stay'),
        answer(1, 'responding', { org: 1, index: 1 }, 0, { line: 'Our lawyer comes' }),
        standDown(2, { org: 1, index: 2 }, 'Everybody was set free'),
      ])
      expect([found('lorry'), found('officers ngara'), found('set free')]).toEqual([
        ['Raid is over soon'],
        ['Raid is over soon'],
        ['An arrest'],
      ])
      expect([found('miguel'), found('kariokor')]).toEqual([[], []])
      expect(index.findAlerts('free', 9)).toMatchObject([{ recordId: id(2, 1), over: true, author: { own: false } }])
      index.apply([tombstone(1, { index: 3 })])
      expect([found('lorry'), found('raid'), found('free')]).toEqual([[], [], ['An arrest']])
      expect(index.withdraw(log(1), 2)).toBe(1)
      expect([found('free'), found('arrest')]).toEqual([[], ['An arrest']])
    })
  })

  test('that are found are a few, our own first and then the newest, whatever dates partners write and however often', () => {
    withIndex((index) => {
      index.apply([raise(1, { index: 0 }, { what: 'raid one' }, 1_000), raise(2, { index: 1 }, { what: 'raid two' }, 2_000)])
      index.apply(
        Array.from({ length: 60 }, (_, n) => raise(100 + n, { org: 1, index: n }, { what: `raid ${n}` }, 8_000_000_000_000_000 + n)),
      )
      expect(index.findAlerts('raid', 4).map(({ what }) => what)).toEqual(['raid two', 'raid one', 'raid 59', 'raid 58'])
    })
  })

  test('that are found are two of each partner first, and more only where places are left', () => {
    withIndex((index) => {
      const found = () => index.findAlerts('raid', 4).map(({ what }) => what)
      const future = 8_000_000_000_000_000
      index.apply(Array.from({ length: 9 }, (_, n) => raise(100 + n, { org: 1, index: n }, { what: `raid ${n}` }, future + n)))
      // In a second coalition it is the same partner.
      index.apply(
        Array.from({ length: 9 }, (_, n) => raise(200 + n, { org: 1, index: n, space: 2 }, { what: `second ${n} raid` }, future + n)),
      )
      expect(found()).toHaveLength(4)
      index.apply([raise(1, { org: 2, index: 0 }, { what: 'raid here' }, 1_000)])
      expect(found()).toContain('raid here')
      index.apply([raise(1, { org: 3, index: 0 }, { what: 'raid there' }, 1_000)])
      expect(found()).toEqual(expect.arrayContaining(['raid here', 'raid there']))
      index.apply(Array.from({ length: 3 }, (_, n) => raise(n, { index: n }, { what: `our raid ${n}` }, 1_000 + n)))
      expect(found().slice(0, 2)).toEqual(['our raid 2', 'our raid 1'])
      expect(found()).not.toContain('our raid 0')
    })
  })

  test('that are found stand by the ordering clock where who raised one dates it later', () => {
    withIndex((index) => {
      index.apply([raise(1, { org: 1, index: 0, ms: 2_000 }, { what: 'raid dated ahead' }, 8_000_000_000_000_000)])
      index.apply([raise(1, { org: 2, index: 0, ms: 3_000 }, { what: 'raid of now' }, 3_000)])
      expect(index.findAlerts('raid', 4).map(({ what }) => what)).toEqual(['raid of now', 'raid dated ahead'])
    })
  })

  test('come in pages by their words too, open and over apart', () => {
    withIndex((index) => {
      index.apply(Array.from({ length: 12 }, (_, n) => raise(n, { index: n }, { what: `${n % 2 ? 'raid' : 'arrest'} ${n}` }, 1_000 + n)))
      index.apply(Array.from({ length: 10 }, (_, n) => standDown(n, { index: 20 + n }, n === 3 ? 'a false raid' : '')))
      const whats = (page: ReturnType<typeof index.alerts>) => page.alerts.map(({ fields }) => fields.what)
      const first = index.alerts(false, null, 3, 'rai')
      expect(whats(first)).toEqual(['raid 9', 'raid 7', 'raid 5'])
      expect(whats(index.alerts(false, first.nextCursor, 3, 'rai'))).toEqual(['raid 3', 'raid 1'])
      expect(whats(index.alerts(false, null, 9, 'false raid'))).toEqual(['raid 3'])
      expect(whats(index.alerts(true, null, 9, 'raid'))).toEqual(['raid 11'])
      expect(whats(index.alerts(false, null, 9, '?'))).toEqual([])
      expect(index.alerts(false, null, 99, ' ').alerts).toHaveLength(10)
    })
  })

  test('leave nothing in the file when they are erased', () => {
    withIndex((index, path) => {
      index.apply([raise(1, {}, { what: 'unmistakable raid', area: 'unmistakable street' })])
      index.apply([update(1, { index: 1 }, 'unmistakable news'), standDown(1, { index: 2 }, 'unmistakable end')])
      expect(dig(path)).toContain('unmistakable raid')
      const { erased } = index.apply([tombstone(1, { index: 3 })])
      expect(erased).toHaveLength(3)
      expect(dig(path)).not.toContain('unmistakable')
    })
  })

  test('go, and so do answers, with the entries that do not count any more', () => {
    withIndex((index) => {
      index.apply([
        raise(1, { org: 1, index: 0 }),
        answer(1, 'seen', { org: 2, index: 0 }, 1),
        answer(1, 'cannot', { org: 2, index: 3 }, 1),
      ])
      expect(index.withdraw(log(2), 2)).toBe(1)
      expect(index.alert(id(1, 1))?.answers.map(({ answer: said }) => said)).toEqual(['seen'])
      expect(index.withdraw(log(1), 0)).toBe(1)
      expect(index.alert(id(1, 1))).toBeNull()
      index.apply([raise(1, { org: 1, index: 0 })])
      expect(index.alert(id(1, 1))?.answers.map(({ answer: said }) => said)).toEqual(['seen'])
    })
  })

  test('are read along an index, however many are over', () => {
    inFolder((folder) => {
      const path = join(folder, 'index.db')
      openIndex(path, KEY, OPTIONS).close()
      const db = openDatabase(path, KEY)
      const steps = db.prepare(`EXPLAIN QUERY PLAN ${OPEN}`).all<{ detail: string }>([1, 1, 1])
      db.close()
      const plan = steps.map(({ detail }) => detail).join()
      expect(plan).toMatch(/SEARCH one USING (COVERING )?INDEX alert_open \(party=\?\)/)
      // Only what is left of each partner is sorted.
      expect(plan).not.toMatch(/SCAN (alert|one)\b/)
    })
  })
})
