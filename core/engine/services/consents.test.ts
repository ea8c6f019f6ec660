import { expect, it } from 'vitest'
import { fromHex } from '../../crypto/bytes.ts'
import { withIndexLater } from '../../index/testing.ts'
import { pseudonymIn, pseudonymsIn } from '../../records/leaving.ts'
import { amendCard, card, entry, name, organisation, share, space, write } from '../../records/testing.ts'
import { recordIdOf } from '../../records/version.ts'
import { Consents } from './consents.ts'
import type { RecordWriter } from './record-writer.ts'
import type { Spaces } from './spaces.ts'

const [HOUSE, COALITION] = [space(1), space(2)]
const importNames = Buffer.alloc(32, 3)
const neema = recordIdOf(HOUSE, organisation(0), name(9))

it('leaves what another computer of ours has shared until the word for it is here too, and takes it back once that has ended', async () => {
  const written: string[] = []
  const at = (id: string) => ({ id: fromHex(id), importNames })
  const spaces = { house: at(HOUSE), houseId: HOUSE, get: at, has: () => true, ownIn: () => organisation(0) } as unknown as Spaces
  const writer = {
    writable: (id: string) => id,
    append: async (id: string) => void written.push(id),
  } as unknown as RecordWriter
  await withIndexLater(async (index) => {
    const consents = new Consents(spaces, index, writer, () => '2026-06-01')
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

it('takes back what bears a name of four signs, which two people were given, where either has ended it', async () => {
  const seen = new Map<string, number>()
  let pair: [number, number] | null = null
  for (let n = 1000; pair === null; n += 1) {
    const called = pseudonymsIn(importNames, recordIdOf(HOUSE, organisation(0), name(n))).at(-1) ?? ''
    const other = seen.get(called)
    if (other !== undefined) pair = [other, n]
    seen.set(called, n)
  }
  const [one, other] = pair.map((n) => recordIdOf(HOUSE, organisation(0), name(n)))
  if (one === undefined || other === undefined) throw new Error('there are two')
  const [whole, short] = pseudonymsIn(importNames, one)
  expect([short, pseudonymsIn(importNames, other)[0] === whole]).toEqual([pseudonymsIn(importNames, other)[1], false])
  const taken: number[] = []
  const at = (id: string) => ({ id: fromHex(id), importNames })
  const spaces = { house: at(HOUSE), houseId: HOUSE, get: at, has: () => true, ownIn: () => organisation(0) } as unknown as Spaces
  const writer = { writable: (id: string) => id, append: async () => void taken.push(1) } as unknown as RecordWriter
  // Whichever of the two is named last in the index: neither hides the other.
  for (const ended of [one, other]) {
    taken.length = 0
    await withIndexLater(async (index) => {
      const agreed = (person: typeof one) => ({
        kind: 'consent' as const,
        fields: { person, level: 3, recipient: COALITION, withdrawn: person === ended ? { date: '2026-05-31', about: false } : null },
      })
      index.apply([
        ...pair.map((n, i) => card(n, { kind: 'person', fields: { pseudonym: `Person ${i}` } }, { index: i })),
        card(7, agreed(one), { index: 2 }),
        card(8, agreed(other), { index: 3 }),
        ...[1, 2].flatMap((n, i) => [
          write(n, { index: 4 + 2 * i }, { 'harmed:0000000a': { person: one } }),
          share(n, 2, 50 + n, { index: 5 + 2 * i }),
        ]),
        write(51, { space: 2, device: 2, index: 0 }, { 'harmed:0000000b': { name: short ?? '' } }),
        write(
          52,
          { space: 2, device: 2, index: 1 },
          { 'harmed:0000000b': { name: pseudonymIn(importNames, ended === one ? other : one) } },
        ),
      ])
      const consents = new Consents(spaces, index, writer, () => '2026-06-01')
      // Only what bears the name of both: the whole name is that of who still agrees.
      expect([await consents.enforce(), taken]).toEqual([{ taken: 1, left: 0 }, [1]])
    })
  }
})
