import { describe, expect, it } from 'vitest'
import { fromHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import type { Index } from '../../index/index.ts'
import { withIndexLater } from '../../index/testing.ts'
import { pseudonymIn, pseudonymsIn } from '../../records/leaving.ts'
import { amend, amendCard, card, entry, name, organisation, share, space, tombstone, write } from '../../records/testing.ts'
import { recordIdOf } from '../../records/version.ts'
import type { IncidentChanges, RecordId } from '../contract/index.ts'
import { Consents } from './consents.ts'
import type { RecordWriter } from './record-writer.ts'
import type { Spaces } from './spaces.ts'

const [HOUSE, COALITION] = [space(1), space(2)]
const importNames = Buffer.alloc(32, 3)
const idOf = (n: number): RecordId => recordIdOf(HOUSE, organisation(0), name(n))
const neema = idOf(9)

/** What guards an index, with a writer that says where it would have written. */
function stage(index: Index) {
  const written: string[] = []
  const at = (id: string) => ({ id: fromHex(id), importNames })
  const spaces = { house: at(HOUSE), houseId: HOUSE, get: at, has: () => true, ownIn: () => organisation(0) } as unknown as Spaces
  const writer = { writable: (id: string): string => id, append: async (id: string) => void written.push(id) }
  return { written, writer, consents: new Consents(spaces, index, writer as unknown as RecordWriter, () => '2026-06-01') }
}

it('leaves what another computer of ours has shared until the word for it is here too, and takes it back once that has ended', async () => {
  await withIndexLater(async (index) => {
    const { consents, written } = stage(index)
    const agreed = (level: number) => ({ kind: 'consent' as const, fields: { person: neema, level, recipient: COALITION } })
    index.apply([
      card(9, { kind: 'person', fields: { pseudonym: 'Neema' } }, { index: 0 }),
      card(8, agreed(1), { index: 1 }),
      write(1, { index: 2 }, { 'harmed:0000000a': { person: neema } }),
      share(1, 2, 50, { index: 3 }),
      write(50, { space: 2, device: 2, index: 0 }, { 'harmed:0000000b': { name: pseudonymIn(importNames, neema) } }),
    ])
    expect(await consents.enforce()).toEqual({ taken: 0, left: 0 })
    // What she said to the other computer comes in late.
    index.apply([card(7, agreed(3), { device: 1, index: 5 })])
    expect([await consents.enforce(), consents.allows(neema, { coalition: COALITION })]).toEqual([{ taken: 0, left: 0 }, true])
    const withdrawn = { kind: 'consent' as const, changes: { withdrawn: { date: '2026-05-31', about: false } } }
    index.apply([amendCard(7, [entry(0, 5, 1)], withdrawn, { device: 1, index: 6 })])
    expect([await consents.enforce(), written]).toEqual([{ taken: 1, left: 0 }, [COALITION]])
    expect(await consents.enforce(neema)).toEqual({ taken: 1, left: 0 })
  })
})

it('asks whom a record names that says more than is seen of it, as two computers of ours have each added to it', async () => {
  await withIndexLater(async (index) => {
    const added = (from: number): IncidentChanges => {
      const changes: IncidentChanges = {}
      for (let at = from; at < from + 130; at += 1) changes[`evidence:${(0x10000000 + at).toString(16)}`] = { takenBy: 'Zuri' }
      return changes
    }
    index.apply([
      card(9, { kind: 'person', fields: { pseudonym: 'Neema' } }, { index: 0 }),
      write(1, { index: 1 }, { 'harmed:0000000a': { person: neema } }),
      amend(1, [entry(0, 1)], added(0), { index: 2 }),
      amend(1, [entry(0, 1)], added(200), { device: 1, index: 0 }),
    ])
    const record = index.state(idOf(1))
    if (!record) throw new Error('it is there')
    expect('harmed:0000000a' in record.fields).toBe(false)
    expect(stage(index).consents.missing(record, { coalition: COALITION })).toEqual([{ recordId: neema, name: 'Neema' }])
  })
})

it('takes back what bears a name of four signs, which two people were given, where either has ended it', async () => {
  const seen = new Map<string, number>()
  let pair: [number, number] | null = null
  for (let n = 1000; pair === null; n += 1) {
    const called = pseudonymsIn(importNames, idOf(n)).at(-1) ?? ''
    const other = seen.get(called)
    if (other !== undefined) pair = [other, n]
    seen.set(called, n)
  }
  const [one, other] = pair.map(idOf)
  if (one === undefined || other === undefined) throw new Error('there are two')
  const [whole, short] = pseudonymsIn(importNames, one)
  expect([short, pseudonymsIn(importNames, other)[0] === whole]).toEqual([pseudonymsIn(importNames, other)[1], false])
  // Whichever of the two is named last in the index: neither hides the other.
  for (const ended of [one, other]) {
    const holds = ended === one ? other : one
    await withIndexLater(async (index) => {
      const agreed = (person: typeof one) => ({
        kind: 'consent' as const,
        fields: { person, level: 3, recipient: COALITION, withdrawn: person === ended ? { date: '2026-05-31', about: false } : null },
      })
      index.apply([
        ...pair.map((n, i) => card(n, { kind: 'person', fields: { pseudonym: `Person ${i}` } }, { index: i })),
        card(7, agreed(one), { index: 2 }),
        card(8, agreed(other), { index: 3 }),
        ...[one, holds].flatMap((person, i) => [
          write(1 + i, { index: 4 + 2 * i }, { 'harmed:0000000a': { person } }),
          share(1 + i, 2, 51 + i, { index: 5 + 2 * i }),
        ]),
        write(51, { space: 2, device: 2, index: 0 }, { 'harmed:0000000b': { name: short ?? '' } }),
        write(52, { space: 2, device: 2, index: 1 }, { 'harmed:0000000b': { name: pseudonymIn(importNames, holds) } }),
      ])
      const { consents, written } = stage(index)
      // Only what bears the name of both: the whole name is that of who still agrees.
      expect([await consents.enforce(), written]).toEqual([{ taken: 1, left: 0 }, [COALITION]])
    })
  }
})

describe('a word that was erased', () => {
  const called = { 'harmed:0000000b': { name: pseudonymIn(importNames, neema) } }
  const page = card(9, { kind: 'person', fields: { pseudonym: 'Neema' } }, { index: 0 })
  const over = { withdrawn: { date: '2026-05-31', about: false } }
  const agreed = { person: neema, level: 3, recipient: COALITION }
  const word = (index: number, more: object = {}) => card(7, { kind: 'consent', fields: { ...agreed, ...more } }, { index })
  const shared = [
    write(1, { index: 3 }, { 'harmed:0000000a': { person: neema } }),
    share(1, 2, 50, { index: 4 }),
    write(50, { space: 2, device: 2, index: 0 }, called),
  ]

  it.each([
    ['was taken back, and nothing of it is here', [page, tombstone(7, { index: 2 }, { of: { person: neema } }), ...shared], 1],
    ['is on a page that was erased', [word(1), tombstone(9, { index: 2 }), ...shared], 1],
    ['went with its page', [tombstone(7, { index: 1 }, { of: { person: neema } }), tombstone(9, { index: 2 }), ...shared], 1],
    ['was taken back, where the House record is gone too', [page, word(1, over), tombstone(1, { index: 5 }), ...shared.slice(2)], 1],
    ['is that of somebody else', [page, tombstone(7, { index: 2 }, { of: { person: idOf(8) } }), ...shared], 0],
    ['went, where another holds', [page, word(1), tombstone(6, { index: 2 }, { of: { person: neema } }), ...shared], 0],
    ['is of a page that is not here yet', [word(1, over), ...shared], 0],
  ])('takes back what is shared, and not what it does not touch: it %s', async (_, entries, taken) => {
    await withIndexLater(async (index) => {
      index.apply(entries)
      const { consents } = stage(index)
      expect(await consents.enforce()).toEqual({ taken, left: 0 })
    })
  })

  it('is carried out once the coalition can be written again', async () => {
    await withIndexLater(async (index) => {
      index.apply([...shared, tombstone(7, { index: 1 }, { of: { person: neema } }), tombstone(9, { index: 2 })])
      const { consents, writer } = stage(index)
      writer.writable = () => {
        throw new ParasolError('LOG_BEHIND')
      }
      expect(await consents.enforce()).toEqual({ taken: 0, left: 1 })
      writer.writable = (id) => id
      expect(await consents.enforce()).toEqual({ taken: 1, left: 0 })
    })
  })

  it('takes back what another computer wrote about an incident that is taken back already', async () => {
    await withIndexLater(async (index) => {
      const copy = recordIdOf(COALITION, organisation(0), name(50))
      const testimony = (n: number, incident: RecordId, at: number) =>
        card(n, { kind: 'testimony', fields: { title: 'Her words', incident } }, { space: 2, device: 2, index: at })
      index.apply([page, ...shared, write(51, { space: 2, device: 2, index: 2 }), tombstone(50, { space: 2, device: 2, index: 1 })])
      index.apply([testimony(60, copy, 3), testimony(61, recordIdOf(COALITION, organisation(0), name(51)), 4)])
      const { consents, written } = stage(index)
      // It may be that only the incident was erased.
      expect(await consents.enforce()).toEqual({ taken: 0, left: 0 })
      index.apply([word(1, over)])
      expect([await consents.enforce(), written.length]).toEqual([{ taken: 1, left: 0 }, 1])
    })
  })

  it('ends nothing by what a partner proposes to call somebody', async () => {
    await withIndexLater(async (index) => {
      index.apply([page, word(1, over), write(51, { space: 2, device: 2, index: 0 })])
      index.apply([amend(51, [entry(0, 0, 2)], called, { space: 2, org: 1, index: 1 })])
      expect(await stage(index).consents.enforce()).toEqual({ taken: 0, left: 0 })
    })
  })
})
