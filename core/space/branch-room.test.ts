import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { randomBytes } from '../crypto/bytes.ts'
import { sign } from '../crypto/sign.ts'
import { BRANCH_BYTES_MAX, BranchCopy } from '../log/branch.ts'
import { signableOf } from '../log/internals.ts'
import { LogStore } from '../log/store.ts'
import { Tail } from '../log/tail.ts'
import { leafHash } from '../log/tree.ts'
import { forkProof, type Witness } from '../log/witness.ts'
import { RosterBook } from './book.ts'
import { Branches } from './branches.ts'
import { Forks } from './forks.ts'
import { type Computer, type Organisation, Story } from './roster/testing.ts'

const ROSTER_ENTRY = Buffer.from([0x50, 0x4c, 1, 4])

let folder: string
let store: LogStore
let story: Story
let bad: Organisation
let book: RosterBook
let forks: Forks
let branches: Branches

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parasol-branches-'))
  store = await LogStore.open(folder)
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  story = new Story()
  bad = story.organisation('Bad')
  story.admit(bad)
  book = new RosterBook(story.space, story.genesisHash)
  forks = new Forks(story.space, { all: () => [], put: () => undefined })
  branches = new Branches({
    forks,
    store: { all: () => [], put: () => undefined, remove: () => undefined },
    book,
    logBy: (signer) => store.copy(story.space, signer),
    open: () => null,
    reading: () => '',
  })
})

/** Computers of Bad beside its first. */
const computers = (count: number): Computer[] =>
  Array.from({ length: count }, (_, at) => {
    const { computer, statement } = story.computer(bad, `computer ${at}`)
    story.operate(bad.computer, { operation: 'statement', statement: statement.bytes })
    return computer
  })

/** What a computer signs for the beginning of its log: a branch of its own each time. */
function branchOf({ logId, keys }: Computer, sizes: readonly number[] = [1024]): BranchCopy {
  const items = sizes.map((size) => Buffer.concat([ROSTER_ENTRY, randomBytes(size - ROSTER_ENTRY.length)]))
  const tail = new Tail(0, [])
  tail.grow(items.map((item) => ({ hash: leafHash(item), size: item.length })))
  const treeHash = tail.treeHashAt(items.length)
  if (!treeHash) throw new Error('it has just grown')
  const copy = new BranchCopy(logId, keys.publicKey, new Tail(0, []))
  copy.take({ logId, start: 0, signature: sign(signableOf(logId, treeHash, items.length), keys.secretKey), items })
  return copy
}

/** Proves that a computer has signed two blocks for the first place of its log. */
async function prove(computer: Computer): Promise<void> {
  const witness = (): Witness => {
    const { tail, logId } = branchOf(computer)
    const [leaf] = tail.leaves
    const treeHash = tail.treeHashAt(1)
    if (!leaf || !treeHash) throw new Error('it has one entry')
    const { publicKey: signer, secretKey } = computer.keys
    return { signer, length: 1, signature: sign(signableOf(logId, treeHash, 1), secretKey), index: 0, leaf, nodes: [] }
  }
  expect(forks.add(forkProof(witness(), witness()))).toBe('new')
  await branches.follow(computer.logId)
}

const told = (): void => {
  for (const block of story.blocks) book.add(block)
}

describe('branches that are kept', () => {
  it('of an organisation with many computers leave others room for theirs', async () => {
    const many = computers(17)
    told()
    for (const one of [...many, story.founder.computer]) await prove(one)
    expect(many.filter((one) => branches.keep(branchOf(one)))).toHaveLength(8)
    expect(branches.keep(branchOf(story.founder.computer))).toBe(true)
  })

  it('of one organisation have twice as many bytes as one branch may', async () => {
    const many = computers(3)
    told()
    const sizes = Array.from({ length: BRANCH_BYTES_MAX / 262_144 }, () => 262_144)
    for (const one of many) await prove(one)
    expect(many.map((one) => branches.keep(branchOf(one, sizes)))).toEqual([true, true, false])
  })

  it('give way to one that somebody has cited, of whichever computer they are', async () => {
    const many = computers(9)
    const [first] = many
    if (!first) throw new Error('nine of them')
    const cited = branchOf(first)
    const head = cited.head()
    if (!head) throw new Error('it has an entry')
    const block = story.operate(story.founder.computer, { operation: 'accept', accepted: story.founder.instance })
    block.causal.heads = [{ logId: first.logId, length: head.length, treeHash: head.treeHash }]
    told()
    for (const one of many) await prove(one)
    for (const one of many.slice(1)) expect(branches.keep(branchOf(one))).toBe(true)
    expect([branches.keep(branchOf(first)), branches.keep(cited)]).toEqual([false, true])
    expect(branches.heads()).toHaveLength(8)
    expect(branches.heads().map(({ treeHash }) => treeHash)).toContainEqual(head.treeHash)
  })

  it('give way to one that founder or steward has cited, where others have filled the room with what they cite', async () => {
    const [computer] = computers(1)
    if (!computer) throw new Error('one of them')
    const good = story.organisation('Good')
    story.admit(good)
    const cite = (by: Organisation, branch: BranchCopy): void => {
      const { logId } = branch
      const { length, treeHash } = branch.head() ?? { length: 0, treeHash: Buffer.alloc(32) }
      const block = story.operate(by.computer, { operation: 'accept', accepted: by.instance })
      block.causal.heads = [{ logId, length, treeHash }]
    }
    const many = Array.from({ length: 6 }, () => branchOf(computer))
    const byFounder = branchOf(computer)
    for (const one of many) cite(good, one)
    cite(story.founder, byFounder)
    told()
    await prove(computer)
    expect(book.roster?.authorityLogIds).toEqual([story.founder.computer.logId])
    expect(many.map((one) => branches.keep(one))).toEqual([true, true, true, true, false, false])
    expect([branches.keep(byFounder), branches.heads().length]).toEqual([true, 4])
    expect(branches.heads().map(({ treeHash }) => treeHash)).toContainEqual(byFounder.head()?.treeHash)
  })

  it('are asked for again only after a rest that goes with what keeping one took', async () => {
    const head = { length: 1, treeHash: randomBytes(32) }
    let woken = 0
    branches.onNews(() => {
      woken += 1
    })
    branches.rest(20)
    expect([branches.isFree(head), woken]).toEqual([false, 0])
    await expect.poll(() => woken).toBe(1)
    expect(branches.isFree(head)).toBe(true)
  })
})
