import { expect, it } from 'vitest'
import { ParasolError } from '../../error.ts'
import { type RecordId, recordIdSchema, type SpaceId, spaceIdSchema } from '../contract/index.ts'
import { NameBook } from './name-book.ts'
import { NameBudget } from './name-budget.ts'
import { type Going, NameGuard } from './name-guard.ts'

const [NEEMA, RECORD, OTHER] = ['a', 'b', 'c'].map((digit) => recordIdSchema.parse(digit.repeat(64))) as [RecordId, RecordId, RecordId]
const [UMOJA, SAUTI] = ['1', '2'].map((digit) => spaceIdSchema.parse(digit.repeat(64))) as [SpaceId, SpaceId]

/** A guard over one person, how often it has read her real name, and how often the House said that very much was asked. */
function guardOf(known: Readonly<Partial<Record<RecordId, string>>> = {}) {
  const looked = { times: 0, said: 0 }
  const version = (field: string, after: string) => ({ changes: [{ field, after }] }) as never
  const history = (record: RecordId) => {
    if (record === NEEMA) return [version('identity', 'c0ffee00')]
    return known[record] === undefined ? [] : [version('narrative', known[record])]
  }
  const budget = new NameBudget(async () => {
    looked.said += 1
  })
  const book = new NameBook({
    grown: () => budget.forget(),
    index: { history, label: () => 'Neema', stamps: () => new Map([[NEEMA, '1:1']]) },
    identity: async () => {
      looked.times += 1
      return { name: 'Grace Akinyi', contact: '' }
    },
  })
  const consents = { allows: () => true, missing: () => [] }
  return { guard: new NameGuard({ index: { history }, consents, book }, { history }, budget), looked }
}

const going = (narrative: string, audience = UMOJA, record: RecordId | null = null): Going[] => [
  { audience, fields: { narrative }, record },
]

async function markOf(check: Promise<void>): Promise<string | null> {
  try {
    await check
    return null
  } catch (error) {
    if (!(error instanceof ParasolError)) throw error
    expect([error.code, Object.keys(error.data ?? {})]).toEqual(['NAME_IN_WORDS', ['mark']])
    return error.data?.mark ?? null
  }
}

it('holds words that say a name, whatever anybody has agreed to, until the mark of just these comes back', async () => {
  const { guard } = guardOf()
  for (const text of ['Neema was hit', 'GRACE was hit', 'for Akinyi’s sake']) {
    const mark = await markOf(guard.check(going(text), null))
    expect(mark).toMatch(/^[0-9a-f]{64}$/)
    await guard.check(going(text), mark)
    for (const others of [going(`${text}.`), going(text, SAUTI), going(text, UMOJA, RECORD), [...going(text), ...going(text, SAUTI)]])
      expect(await markOf(guard.check(others, mark))).not.toBe(null)
  }
  expect(await markOf(guard.check(going('By grace she was not hit'), null))).toBe(null)
})

it('gives marks that no other guard takes, and that say nothing of the words', async () => {
  const [one, two] = [guardOf().guard, guardOf().guard]
  const mark = await markOf(one.check(going('Neema was hit'), null))
  expect(await markOf(two.check(going('Neema was hit'), mark))).not.toBe(mark)
})

it('reads no real name where nothing new goes, and none again for words that were read', async () => {
  const { guard, looked } = guardOf({ [RECORD]: 'Neema was hit' })
  await guard.check([], null)
  await guard.check(going(''), null)
  await guard.check(going('Neema was hit', UMOJA, RECORD), null)
  expect(looked.times).toBe(0)
  const mark = await markOf(guard.check(going('Neema was hit', UMOJA, OTHER), null))
  expect([mark === null, looked.times]).toEqual([false, 1])
  await guard.check(going('Neema was hit', UMOJA, OTHER), mark)
  expect(looked.times).toBe(1)
})

it('lets the House say it before it tells of very many words, in one text or in many, and nothing of words that were read', async () => {
  const { guard, looked } = guardOf()
  const words = (prefix: string): string => `Akinyi ${Array.from({ length: 5_000 }, (_, i) => `${prefix}${i}`).join(' ')}`
  const mark = await markOf(guard.check(going(words('a')), null))
  await guard.check(going(words('a')), mark)
  expect([mark === null, looked.said]).toEqual([false, 1])
  const { isIn } = await guard.forMany('rows')
  for (const word of words('b').split(' ')) expect(await isIn({ title: word })).toBe(word === 'Akinyi')
  expect(looked.said).toBe(2)
  expect(await guard.mayName([words('c')])).toBe(null)
  expect(looked.said).toBe(2)
})
