import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LogStore } from '../../core/log/store.ts'
import { openSpace } from '../../core/space/found.ts'
import type { Space } from '../../core/space/space.ts'
import { bring, joinAs, makeCoalition, makeParty, type Party, pull, record } from '../support/spaces.ts'
import { connect, Peer } from '../support/sync.ts'

let folder: string
const parties: Party[] = []
const peers: Peer[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parasol-fork-'))
})

afterEach(async () => {
  for (const peer of peers.splice(0)) peer.close()
  for (const { store } of parties.splice(0)) await store.close()
  await rm(folder, { recursive: true, force: true })
})

async function party(name: string): Promise<Party> {
  const made = await makeParty(folder, name)
  parties.push(made)
  return made
}

function peer(space: Space): Peer {
  const made = new Peer([space])
  peers.push(made)
  return made
}

const copyOf = async (space: Space, of: Space) => {
  const log = (await space.openLogs()).find((one) => one.id.equals(of.own.id))
  if (!log) throw new Error('the log is not known')
  return log
}

/** The same computer once more, in another store: what it writes there is another branch of its log. */
async function twin(of: Party, space: Space, name: string): Promise<Space> {
  const other = await makeParty(folder, name)
  parties.push(other)
  const around = { ...other.around, epochs: of.around.epochs, positions: of.around.positions }
  const copy = await other.store.copy(space.id, space.own.signer)
  await pull(space.own, copy)
  // A copy that is closed and opened under its key is a log that can be written.
  await other.store.close()
  const store = await LogStore.open(join(folder, name))
  other.store = store
  const opened = await openSpace(space.facts, of.identity, { ...around, store })
  await bring(space, opened)
  return opened
}

async function restarted(of: Party, space: Space): Promise<Space> {
  await of.store.close()
  of.store = await LogStore.open(join(folder, of.identity.organisationName))
  of.around = { ...of.around, store: of.store }
  const opened = await openSpace(space.facts, of.identity, of.around)
  for (const log of await opened.openLogs()) for await (const batch of opened.ingest(log, 0)) void batch
  return opened
}

/** Two honest members hold different branches of the log of a third, by so many entries each. */
async function scene(first: number, second: number) {
  const cvetka = await party('Cvetka')
  const [alma, bosko] = [await party('Alma'), await party('Bosko')]
  const { a, b } = await makeCoalition(alma, bosko)
  const c = await joinAs(a, cvetka)
  for (const from of [a, b, c]) for (const to of [a, b, c]) if (from !== to) await bring(from, to)
  const other = await twin(cvetka, c, 'Cvetka again')
  const write = async (by: Space, count: number, text: string) => {
    for (let i = 0; i < count; i += 1) await by.write([record(`${text} ${i}`)])
  }
  await write(c, first, 'to Alma')
  await write(other, second, 'to Bosko, another')
  await pull(c.own, (await copyOf(a, c)) as never)
  await pull(other.own, (await copyOf(b, c)) as never)
  return { a, b, c, alma, bosko }
}

describe('a member that signs two branches of its log', () => {
  it.each([
    [3, 3],
    [3, 5],
    [80, 3],
  ])('of %i and %i entries does not keep those apart who hold one each, nor after a restart', async (first, second) => {
    const { c, alma, bosko, ...made } = await scene(first, second)
    let { a, b } = made
    const lengths = [(await copyOf(a, c)).length, (await copyOf(b, c)).length]
    for (const round of [1, 2]) {
      const [left, right] = [peer(a), peer(b)]
      await a.write([record(`from Alma ${round}`)])
      const [session] = connect(left, right)
      await vi.waitFor(async () => expect((await copyOf(b, a)).length).toBe(a.own.length))
      await b.write([record(`from Bosko ${round}`)])
      await vi.waitFor(async () => expect((await copyOf(a, b)).length).toBe(b.own.length))
      await vi.waitFor(() =>
        expect([...left.refusals, ...right.refusals].map((one) => [one.code, one.name])).toContainEqual(['fork', 'Cvetka']),
      )
      expect([...left.refusals, ...right.refusals].filter(({ name }) => name !== 'Cvetka')).toEqual([])
      expect([left.sessions.size, right.sessions.size, left.failures, right.failures]).toEqual([1, 1, [], []])
      session.close()
      for (const one of [left, right]) one.close()
      a = await restarted(alma, a)
      b = await restarted(bosko, b)
    }
    expect([(await copyOf(a, c)).length, (await copyOf(b, c)).length]).toEqual(lengths)
  })
})
