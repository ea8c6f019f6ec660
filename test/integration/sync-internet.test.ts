import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import createTestnet from 'hyperdht/testnet.js'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Pairing } from '../../core/engine/contract/index.ts'
import { foundSpace, openSpace } from '../../core/space/found.ts'
import type { Space } from '../../core/space/space.ts'
import { Computer } from '../support/computer.ts'
import { makeParty, readAll, record } from '../support/spaces.ts'

let testnet: Awaited<ReturnType<typeof createTestnet>>
let bootstrap: string[]
let folder: string
const computers: Computer[] = []

beforeAll(async () => {
  testnet = await createTestnet(3, { host: '127.0.0.1' })
  bootstrap = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`)
})

afterAll(() => testnet.destroy())

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parasol-internet-'))
})

afterEach(async () => {
  const made = computers.splice(0)
  for (const { sync, party } of made) {
    await sync.close()
    await party.store.close()
  }
  await rm(folder, { recursive: true, force: true })
  expect(made.flatMap(({ faults }) => faults)).toEqual([])
})

async function computer(name: string, internet = true): Promise<Computer> {
  const made = new Computer(await makeParty(folder, name))
  computers.push(made)
  if (internet) await made.sync.setInternet(true, bootstrap)
  return made
}

async function found(at: Computer): Promise<Space> {
  const { identity, around } = at.party
  const space = await openSpace(await foundSpace('coalition', 'Alliance', identity, around), identity, around)
  at.spaces.push(space)
  at.sync.spacesChanged()
  return space
}

/** The one pairing of a computer, once it is at this step. */
const pairing = (at: Computer, state: Pairing['state']): Promise<Pairing> =>
  vi.waitFor(
    () => {
      const one = at.sync.pairings().at(-1)
      expect(one?.state).toBe(state)
      return one as Pairing
    },
    { timeout: 20_000, interval: 10 },
  )

const inviteText = (at: Computer, space: Space): string => at.sync.invite(space, 24).text ?? ''
const texts = async (space: Space | undefined) => (space ? (await readAll(space)).map(({ body }) => body.toString()).sort() : [])
const eventually = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 10 })

describe('two organisations over the internet', () => {
  it('pair, compare the phrase, and read each other', async () => {
    const [alma, bosko] = [await computer('Alma'), await computer('Bosko')]
    const space = await found(alma)
    await space.write([record('before the invite')])
    await bosko.sync.join(
      inviteText(alma, space)
        .toUpperCase()
        .replaceAll(/(.{30})/g, '$1 \n'),
    )
    const [here, there] = [await pairing(alma, 'compare'), await pairing(bosko, 'compare')]
    expect(here.phrase).toHaveLength(8)
    expect(there.phrase).toEqual(here.phrase)
    // Nobody knows a name before both have said yes.
    expect([here.organisationName, there.organisationName, there.coalitionName]).toEqual([null, null, null])
    await bosko.sync.confirm(there.pairingId, true)
    await pairing(bosko, 'confirmed')
    expect(space.roster?.members).toHaveLength(1)
    await alma.sync.confirm(here.pairingId, true)
    expect(await pairing(bosko, 'joined')).toMatchObject({ organisationName: 'Alma', coalitionName: 'Alliance' })
    expect(await pairing(alma, 'joined')).toMatchObject({ organisationName: 'Bosko' })
    await eventually(async () => expect(await texts(bosko.spaces[0])).toEqual(['before the invite']))
    await eventually(() => expect(bosko.spaces[0]?.writable).toBe(true))
    await bosko.spaces[0]?.write([record('by Bosko')])
    await eventually(async () => expect(await texts(space)).toEqual(['before the invite', 'by Bosko']))
    expect(alma.sync.connectedTo(space).map(({ connected }) => connected)).toEqual([true])
    expect([...alma.sync.status().refusals, ...bosko.sync.status().refusals]).toEqual([])
  })
})
