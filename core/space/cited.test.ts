import { describe, expect, it } from 'vitest'
import { bringAll, copyOf, ForkStage } from '../../test/support/forks.ts'
import { joinAs, makeCoalition, meet, pull, record } from '../../test/support/spaces.ts'
import { forkProof } from '../log/witness.ts'
import { readBlock } from './reader.ts'
import type { Space } from './space.ts'

const stage = ForkStage.forThisFile()

async function scene() {
  const [alma, bosko, cvetka] = [await stage.party('Alma'), await stage.party('Bosko'), await stage.party('Cvetka')]
  const { a, b } = await makeCoalition(alma, bosko)
  // Whoever has taken her key begins here.
  const seized = await stage.twin(alma, a)
  const c = await joinAs(a, cvetka)
  await meet(a, b, c)
  return { a, b, c, seized, bosko }
}

const names = ({ roster }: Space): string[] => (roster?.members ?? []).filter((one) => one.present).map((one) => one.name)

async function remove(by: Space, gone: Space): Promise<void> {
  if (!gone.me) throw new Error('not in')
  await by.remove(gone.me.instance)
}

/** How much of another's log an entry of the own one names, where that is of the roster ring. */
async function namedAt(by: Space, of: Space, index: number): Promise<number | undefined> {
  const read = readBlock(by.id, by.own.id, index, await by.own.get(index), by.keyring)
  if (read.is !== 'roster') throw new Error('not of the roster ring')
  return read.block.causal.heads.find(({ logId }) => logId.equals(of.own.id))?.length
}

/** Proves to a space that the log of another has two branches. */
async function prove(to: Space, of: Space, twin: Space, at: number): Promise<void> {
  const [one, other] = [await of.own.witness(at), await twin.own.witness(at)]
  if (!one || !other) throw new Error('not so long')
  expect(await to.addForkProof(forkProof(one, other))).toBe('new')
}

describe('whoever has heard of a removal', () => {
  it('says so once with what it writes next, and then no more', async () => {
    const at = await scene()
    const { a, c } = at
    let { b } = at
    await remove(a, c)
    await bringAll([a, b])
    const before = b.own.length
    await b.write([record('one')])
    expect(b.own.length).toBe(before + 2)
    await b.write([record('two'), record('three')])
    expect(b.own.length).toBe(before + 4)
    b = await stage.restarted(at.bosko, b)
    await b.write([record('four')])
    expect(b.own.length).toBe(before + 5)
  })

  it('keeps the removed one out, when the log that says it turns out to have another branch', async () => {
    const { a, b, c, seized } = await scene()
    const common = seized.own.length
    await remove(a, c)
    await bringAll([a, b])
    await seized.write([record('of another branch')])
    await b.write([record('one')])
    expect(await namedAt(b, a, b.own.length - 2)).toBe(a.own.length)
    await prove(b, a, seized, common)
    expect(names(b)).toEqual(['Alma', 'Bosko'])
    // Nothing more of that log is named, though there is more.
    await a.write([record('later')])
    await pull(a.own, await copyOf(b, a))
    await b.accept()
    expect(await namedAt(b, a, b.own.length - 1)).toBeUndefined()
    expect(b.roster?.contested).toEqual([])
  })

  it('or else it does not count, as nobody has cited it', async () => {
    const { a, b, c, seized } = await scene()
    const common = seized.own.length
    await remove(a, c)
    await bringAll([a, b])
    await seized.write([record('of another branch')])
    await prove(b, a, seized, common)
    expect(names(b)).toEqual(['Alma', 'Bosko', 'Cvetka'])
  })
})
