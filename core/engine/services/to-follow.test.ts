import { expect, it } from 'vitest'
import type { DuePage } from '../../index/due.ts'
import { type Due, type RecordId, recordIdSchema } from '../contract/index.ts'
import { ToFollow } from './to-follow.ts'

const idOf = (n: number): RecordId => recordIdSchema.parse(n.toString(16).padStart(64, '0'))
const numberOf = (id: RecordId): number => Number.parseInt(id, 16)

/** Seven things that wait, by number; those below `replaced` are answers that a later one is in the place of, the last of which takes all back. */
function following(replaced: number) {
  const state = { replaced, changes: 0, today: '2026-11-30', asked: [] as number[] }
  const rows = Array.from(
    { length: 7 },
    (_, n): Due => ({
      recordId: idOf(n),
      why: n < 4 ? 'consent' : n < 5 ? 'kept' : 'feedback',
      day: '2026-01-01',
      label: '',
      status: null,
    }),
  )
  const due = (cursor: string | null, limit: number): DuePage => {
    const from = Number(cursor ?? 0)
    return { rows: rows.slice(from, from + limit), nextCursor: from + limit < rows.length ? String(from + limit) : null }
  }
  const index = {
    due,
    history: () => [],
    card: () => null,
    label: () => null,
    changesOf: (kind: string) => (kind === 'consent' ? state.changes : 0),
  }
  const isReplaced = (consent: RecordId): boolean => {
    state.asked.push(numberOf(consent))
    return numberOf(consent) < state.replaced
  }
  const keepsNothing = (consent: RecordId): boolean => !isReplaced(consent)
  const consents = { isReplaced, keepsNothing }
  const underNames = { due: async () => [], of: async () => [] }
  const toFollow = new ToFollow(index, consents, underNames, () => state.today)
  const page = async (limit: number, cursor: string | null = null) => {
    const { rows: found, nextCursor } = await toFollow.due({ cursor, limit })
    return { numbers: found.map(({ recordId }) => numberOf(recordId)), nextCursor }
  }
  return { state, page }
}

it('fills each page, however much of what was read for it is replaced', async () => {
  const { page } = following(4)
  const first = await page(2)
  expect(first.numbers).toEqual([4, 5])
  expect(await page(2, first.nextCursor)).toEqual({ numbers: [6], nextCursor: null })
  expect(await page(10)).toEqual({ numbers: [4, 5, 6], nextCursor: null })
})

it('asks about each consent once, until somebody says something new or the day ends', async () => {
  const { state, page } = following(4)
  await page(10)
  expect(state.asked).toEqual([0, 1, 2, 3, 4])
  await page(10)
  await page(2)
  expect(state.asked).toHaveLength(5)
  state.changes += 1
  state.replaced = 3
  expect((await page(10)).numbers).toEqual([3, 4, 5, 6])
  state.today = '2026-12-01'
  state.replaced = 5
  expect((await page(10)).numbers).toEqual([5, 6])
  expect(state.asked).toHaveLength(15)
})
