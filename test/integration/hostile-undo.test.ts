import { describe, expect, it } from 'vitest'
import { toHex } from '../../core/crypto/bytes.ts'
import type { Space } from '../../core/space/space.ts'
import { eventually } from '../support/eventually.ts'
import { bringAll, copyOf, ForkStage, write } from '../support/forks.ts'
import { joinAs, makeCoalition, pull, record, texts } from '../support/spaces.ts'
import { connect } from '../support/sync.ts'

const stage = ForkStage.forThisFile()

const names = (space: Space): string[] => (space.roster?.members ?? []).filter((one) => one.present).map(({ name }) => name)
const hash = (space: Space): string => toHex(space.roster?.hash ?? Buffer.alloc(0))

function memberOf(space: Space, name: string) {
  const found = space.roster?.members.find((one) => one.name === name)
  if (!found) throw new Error(`${name} is not in`)
  return found
}

/**
 * Cvetka, a steward, removes Bosko; Alma, who founded, and Dana have heard of it and have written since. Whoever has Cvetka's key has a twin of her
 * log without that, which lets Fata in. Bosko cites that behind his cut.
 */
async function scene() {
  const [alma, bosko, cvetka] = [await stage.party('Alma'), await stage.party('Bosko'), await stage.party('Cvetka')]
  const { a, b } = await makeCoalition(alma, bosko)
  const [c, d] = [await joinAs(a, cvetka), await joinAs(a, await stage.party('Dana'))]
  const e = await joinAs(a, await stage.party('Elsa'))
  await bringAll([a, b, c, d, e])
  await a.appoint(memberOf(a, 'Cvetka').instance)
  await bringAll([a, b, c, d, e])
  const twin = await stage.twin(cvetka, c)
  await write(b, 1, 'before')
  await bringAll([b, c])
  const end = b.own.length
  await c.remove(memberOf(c, 'Bosko').instance)
  await bringAll([c, a, d])
  const f = await joinAs(twin, await stage.party('Fata'))
  await write(twin, 3, 'twin')
  await pull(twin.own, await copyOf(b, c))
  for await (const batch of b.ingest(await copyOf(b, c), 0)) void batch
  await b.accept()
  await b.write([record('behind the cut')])
  for (const one of [a, d]) await one.write([record(`by ${one.me?.name}`)])
  await bringAll([a, d])
  return { a, b, c, d, e, f, twin, end }
}

describe('a removed member who shows another branch of the steward’s log, and cites it', () => {
  it('stays out for all, and what it wrote behind its cut counts nowhere', async () => {
    const { a, b, d, e, f, end } = await scene()
    expect([names(a), names(b)]).toEqual([
      ['Alma', 'Cvetka', 'Dana', 'Elsa'],
      ['Alma', 'Bosko', 'Cvetka', 'Dana', 'Elsa', 'Fata'],
    ])
    const [alma, bosko, dana, elsa, fata] = [a, b, d, e, f].map((space) => stage.peer(space))
    if (!alma || !bosko || !dana || !elsa || !fata) throw new Error('five of them')
    // Elsa has heard of nothing. From Bosko she has the twin, all that he wrote and whom the twin let in.
    connect(bosko, elsa)
    connect(fata, elsa)
    await eventually(async () => expect([await texts(e), names(e)]).toEqual([expect.arrayContaining(['behind the cut']), names(b)]))
    connect(elsa, dana)
    connect(dana, alma)
    await eventually(() => {
      for (const one of [a, d, e]) {
        expect([names(one), one.roster?.contested, hash(one)]).toEqual([['Alma', 'Cvetka', 'Dana', 'Elsa'], [], hash(a)])
        expect(one.forks.all()).toHaveLength(1)
      }
    })
    for (const one of [a, d, e]) {
      expect(one.endOf(await copyOf(one, b))).toBe(end)
      expect(await texts(one)).not.toContain('behind the cut')
    }
    // Elsa goes on with the others.
    await e.write([record('by Elsa')])
    for (const one of [a, d])
      await eventually(async () => expect(await texts(one)).toEqual(expect.arrayContaining(['before 0', 'by Elsa'])))
    expect([alma, dana, elsa].flatMap(({ failures }) => failures)).toEqual([])
  })
})
