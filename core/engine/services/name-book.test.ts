import { expect, it } from 'vitest'
import { type EntryId, entryIdSchema, type RecordId, recordIdSchema, saysOneOf } from '../contract/index.ts'
import { NameBook } from './name-book.ts'

const idOf = (n: number): RecordId => recordIdSchema.parse(n.toString(16).padStart(64, '0'))
const entryOf = (n: number): EntryId => entryIdSchema.parse(`${n.toString(16).padStart(64, '0')}:0`)

interface Person {
  stamp: string
  called: string[]
  /** Null: it cannot be read here. */
  real: string | null
  contact?: string
}

/** A book over people who are called otherwise one after the other; the last is what they are called now. */
function bookOf(people: Map<number, Person>) {
  const looked: number[] = []
  const of = (record: RecordId): Person | undefined => people.get(Number.parseInt(record, 16))
  const grown = { times: 0 }
  const book = new NameBook({
    grown: () => {
      grown.times += 1
    },
    index: {
      stamps: () => new Map([...people].map(([n, { stamp }]) => [idOf(n), stamp])),
      label: (record) => of(record)?.called.at(-1) ?? null,
      history: (record) => {
        const n = Number.parseInt(record, 16)
        const changes = (of(record)?.called ?? []).map((after, at, all) => ({ field: 'pseudonym', before: all[at - 1], after }))
        return [{ entryId: entryOf(n), changes: [...changes, { field: 'identity', after: 'c0ffee00' }] }] as never
      },
    },
    identity: async (entry) => {
      const n = Number.parseInt(entry.slice(0, 64), 16)
      looked.push(n)
      const { real = null, contact = '' } = people.get(n) ?? {}
      return real === null ? null : { name: real, contact }
    },
  })
  const finds = async (text: string): Promise<boolean> => saysOneOf(text, await book.words(), true)
  return { book, looked, finds, grown }
}

it('finds everybody by what they are called, were called and really are, and keeps none of it', async () => {
  const { book, finds } = bookOf(new Map([[1, { stamp: 'a', called: ['Neema', 'Rehema'], real: 'Grace Akinyi' }]]))
  for (const text of ['Neema', 'REHEMA was hit', 'for Akinyi’s sake']) expect(await finds(text), text).toBe(true)
  for (const text of ['By grace she was not hit', 'Nobody']) expect(await finds(text), text).toBe(false)
  const { keys } = await book.words()
  expect(keys.size).toBeGreaterThan(0)
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/)
  const other = await bookOf(new Map([[1, { stamp: 'a', called: ['Neema', 'Rehema'], real: 'Grace Akinyi' }]])).book.words()
  expect([...other.keys].some((key) => keys.has(key))).toBe(false)
})

it('finds a telephone by its last digits, however they are set apart, and nothing else by a few digits', async () => {
  const { book, finds } = bookOf(
    new Map([[1, { stamp: 'a', called: ['Neema'], real: 'Grace Akinyi', contact: '+254 712 345 678, Otieno; 441-199' }]]),
  )
  for (const text of ['Call 0712345678', '+254712345678', 'on 0712-345-678.', '(0712) 345 678', '0722 000 111 / 0712 345 678', '441199'])
    expect(await finds(text), text).toBe(true)
  for (const text of ['345 678', '2026-11-30 12:45', 'OB 45/12/03/2026', '0712345\n678', '712345679', 'KDA 123X'])
    expect(await finds(text), text).toBe(false)
  for (const key of (await book.words()).keys) expect(key).toMatch(/^[0-9a-f]{64}$/)
})

it('reads each once, and again only whom somebody wrote about since, or whose name could not be read', async () => {
  const people = new Map<number, Person>([
    [1, { stamp: 'a', called: ['Neema'], real: 'Grace Akinyi' }],
    [2, { stamp: 'a', called: ['Zawadi'], real: 'Ruth Moraa' }],
    [3, { stamp: 'a', called: ['Tumaini'], real: null }],
  ])
  const { looked, finds } = bookOf(people)
  expect(await finds('Wairimu')).toBe(false)
  expect(await finds('Moraa')).toBe(true)
  expect(looked).toEqual([1, 2, 3, 3])
  looked.length = 0
  people.set(1, { stamp: 'b', called: ['Neema', 'Wairimu'], real: 'Grace Akinyi' })
  people.set(3, { stamp: 'a', called: ['Tumaini'], real: 'Naserian' })
  for (const text of ['Wairimu', 'Neema', 'Naserian', 'Zawadi']) expect(await finds(text), text).toBe(true)
  expect(looked).toEqual([1, 3])
  people.delete(1)
  expect(await finds('Wairimu')).toBe(false)
  expect(await finds('Ruth')).toBe(true)
  expect(looked).toEqual([1, 3])
})

it('leaves out who may be named', async () => {
  const { book } = bookOf(
    new Map([
      [1, { stamp: 'a', called: ['Neema'], real: null }],
      [2, { stamp: 'a', called: ['Zawadi'], real: null }],
    ]),
  )
  const words = await book.words((person) => person === idOf(1))
  expect([saysOneOf('Neema', words), saysOneOf('Zawadi', words)]).toEqual([false, true])
})

it('asks once for all who ask at the same time', async () => {
  const { looked, finds } = bookOf(new Map([[1, { stamp: 'a', called: ['Neema'], real: 'Grace Akinyi' }]]))
  expect(await Promise.all([finds('Neema'), finds('Akinyi'), finds('Zawadi')])).toEqual([true, true, false])
  expect(looked).toEqual([1])
})

it('says when somebody is found by something new, and not when she is only read again', async () => {
  const people = new Map<number, Person>([[1, { stamp: 'a', called: ['Neema', 'Rehema'], real: null }]])
  const { finds, grown } = bookOf(people)
  for (let times = 0; times < 3; times += 1) await finds('Nobody')
  expect(grown.times).toBe(1)
  people.set(1, { stamp: 'b', called: ['Rehema'], real: null })
  await finds('Nobody')
  expect(grown.times).toBe(1)
  people.set(1, { stamp: 'b', called: ['Rehema'], real: 'Grace Akinyi' })
  await finds('Nobody')
  expect(grown.times).toBe(2)
  people.set(2, { stamp: 'a', called: ['Zuri'], real: null })
  await finds('Nobody')
  expect(grown.times).toBe(3)
})
