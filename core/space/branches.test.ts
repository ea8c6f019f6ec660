import { describe, expect, it } from 'vitest'
import { forkedTo, proofOf } from '../../test/support/fork-scene.ts'
import { bringAll, copyOf, ForkStage, write } from '../../test/support/forks.ts'
import { bring, joinAs, makeCoalition, pull, record } from '../../test/support/spaces.ts'
import type { BranchCopy, BranchPart } from '../log/branch.ts'
import type { OwnLog } from '../log/own-log.ts'
import { leafHash } from '../log/tree.ts'
import { forkProof } from '../log/witness.ts'
import type { BranchHead } from './branches.ts'
import type { Space } from './space.ts'

const stage = ForkStage.forThisFile()

const headOf = (log: OwnLog, whole = true): BranchHead => {
  const head = log.head()
  if (!head) throw new Error('an empty log')
  return { ...head, logId: log.id, whole }
}

/** Has a space fetch the branch that a log is; `sparse`: from somebody who gives leaves alone. */
async function fetchInto(space: Space, log: OwnLog, sparse = false): Promise<BranchCopy> {
  const [start] = space.branches.startsFor(headOf(log, !sparse))
  const copy = start && space.branches.begin(log.id, start)
  if (!copy) throw new Error('not wanted')
  while (copy.tail.length < log.length) {
    const segment = await log.segmentFrom(copy.tail.length)
    if (!segment) throw new Error('no segment')
    const items: BranchPart['items'] = segment.blocks.map((block) => (sparse ? { hash: leafHash(block), size: block.length } : block))
    copy.take({ logId: log.id, start: segment.start, signature: segment.signature, items })
  }
  space.keepBranch(copy)
  return copy
}
function memberOf(space: Space, name: string) {
  const found = space.roster?.members.find((one) => one.name === name)
  if (!found) throw new Error(`${name} is not in`)
  return found
}
const known = (space: Space): string[] => space.branches.heads().map(({ treeHash }) => treeHash.toString('hex'))
const nameOf = (log: OwnLog): string => headOf(log).treeHash.toString('hex')

describe('the branches of a space', () => {
  it('are asked for whole, though one is known by leaves, and then not any more', async () => {
    const at = await forkedTo(stage)
    const { a, other } = at
    expect(a.branches.startsFor(headOf(other.own))).toEqual([])
    await a.addForkProof(await proofOf(at))
    await fetchInto(a, other.own, true)
    expect(known(a)).toContain(nameOf(other.own))
    expect(a.branches.startsFor(headOf(other.own, false))).toEqual([])
    expect(a.branches.startsFor(headOf(other.own, true))).toEqual([{ length: at.common, treeHash: await other.own.treeHashAt(at.common) }])
    await fetchInto(a, other.own)
    expect(a.branches.startsFor(headOf(other.own, true))).toEqual([])
    expect(known(a)).toHaveLength(2)
  })

  it('go on from what is known of them, and are kept over a restart', async () => {
    const [alma, bosko, cvetka] = [await stage.party('Alma'), await stage.party('Bosko'), await stage.party('Cvetka')]
    let { a } = await makeCoalition(alma, bosko)
    const c = await joinAs(a, cvetka)
    await bringAll([a, c])
    const other = await stage.twin(cvetka, c)
    await write(c, 3, 'one')
    await bringAll([c, a])
    await write(other, 3, 'another')
    const [one, two] = [await c.own.witness(other.own.length - 3), await other.own.witness(other.own.length - 3)]
    if (!one || !two) throw new Error('not so long')
    await a.addForkProof(forkProof(one, two))
    await fetchInto(a, other.own)
    const { length } = other.own
    await write(other, 2, 'more')
    expect(a.branches.startsFor(headOf(other.own))[0]?.length).toBe(length)
    await fetchInto(a, other.own)
    a = await stage.restarted(alma, a)
    expect(known(a).sort()).toEqual([nameOf(c.own), nameOf(other.own)].sort())
  })

  it('tell of a key that they have: entries wait for it, and who wrote them may be the only one to cite that branch', async () => {
    const [alma, bosko, cvetka] = [await stage.party('Alma'), await stage.party('Bosko'), await stage.party('Cvetka')]
    const { a, b } = await makeCoalition(alma, bosko)
    const [c, d] = [await joinAs(a, cvetka), await joinAs(a, await stage.party('Dana'))]
    await bringAll([a, b, c, d])
    await a.appoint(memberOf(a, 'Cvetka').instance)
    await bringAll([a, b, c, d])
    const other = await stage.twin(cvetka, c)
    const at = c.own.length
    await c.write([record('to Alma')])
    await other.remove(memberOf(other, 'Bosko').instance)
    await bringAll([c, a])
    await bringAll([other, d])
    await d.accept()
    await pull(d.own, await copyOf(a, d))
    const read = (async () => {
      for await (const batch of a.ingest(await copyOf(a, d), d.own.length - 1)) return batch.waiting.map(({ epochId }) => epochId)
    })()
    const [epochId] = (await read) ?? []
    if (!epochId) throw new Error('what Dana wrote is under a key that Alma lacks')
    const [one, two] = [await c.own.witness(at), await other.own.witness(at)]
    if (!one || !two) throw new Error('not so long')
    await a.addForkProof(forkProof(one, two))
    let told = false
    a.onRosterChange(() => {
      told ||= a.keyring.has(epochId)
    })
    await fetchInto(a, other.own)
    expect(told).toBe(true)
    await bring(d, a, [d.own])
    expect(a.roster?.members.find(({ name }) => name === 'Bosko')?.present).toBe(false)
  })

  it('are no more than a few of one log: one that somebody cites takes the place of one that nobody does', async () => {
    const [alma, bosko, cvetka, dana] = [
      await stage.party('Alma'),
      await stage.party('Bosko'),
      await stage.party('Cvetka'),
      await stage.party('Dana'),
    ]
    const { a } = await makeCoalition(alma, bosko)
    const c = await joinAs(a, cvetka)
    const d = await joinAs(a, dana)
    await bringAll([a, c, d])
    const twins: Space[] = []
    for (let i = 0; i < 6; i += 1) twins.push(await stage.twin(cvetka, c))
    for (const [i, twin] of twins.entries()) await write(twin, 1, `branch ${i}`)
    await write(c, 1, 'held')
    await bringAll([c, a])
    const at = c.own.length - 1
    const [one, two] = [await c.own.witness(at), await twins[0]?.own.witness(at)]
    if (!one || !two) throw new Error('not so long')
    await a.addForkProof(forkProof(one, two))
    for (const twin of twins.slice(0, 5)) await fetchInto(a, twin.own)
    const kept = twins.slice(0, 4).map(({ own }) => nameOf(own))
    expect(known(a).sort()).toEqual([nameOf(c.own), ...kept].sort())
    // Dana was given the last one, and names it.
    const last = twins[5] as Space
    await bringAll([last, d])
    await d.accept()
    await bringAll([d, a])
    await fetchInto(a, last.own)
    expect(known(a)).toContain(nameOf(last.own))
    expect(known(a)).toHaveLength(5)
  })
})
