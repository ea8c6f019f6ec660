import { join } from 'node:path'
import createTestnet from 'hyperdht/testnet.js'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { Pairing, SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, type EngineChild, makePlace, makeVault, type Place } from './engine.ts'
import { eventually } from './eventually.ts'

type Routes = Pick<Client['computers'], 'pairings' | 'confirm'>

export const pairingAt = (routes: Routes, state: Pairing['state']): Promise<Pairing> =>
  eventually(async () => {
    const one = (await routes.pairings()).at(-1)
    expect(one?.state).toBe(state)
    return one as Pairing
  })

/** Both people say yes, once both screens show the same words. */
async function confirmBoth(a: Routes, b: Routes): Promise<void> {
  const [here, there] = [await pairingAt(a, 'compare'), await pairingAt(b, 'compare')]
  expect(here.phrase).toHaveLength(8)
  expect(there.phrase).toEqual(here.phrase)
  await b.confirm({ pairingId: there.pairingId, same: true })
  await a.confirm({ pairingId: here.pairingId, same: true })
}

export const writable = (engine: EngineChild, spaceId: SpaceId): Promise<void> =>
  eventually(async () => expect((await engine.client.coalitions.list()).find((one) => one.spaceId === spaceId)?.writable).toBe(true))

/** Organisations with several computers, each an engine of its own, on a small internet. Each test begins with none. */
export class Organisations {
  private testnet: Awaited<ReturnType<typeof createTestnet>> | null = null
  private made: Place | null = null

  /** Has the test runner make and clear what the tests of a file need. */
  static forThisFile(): Organisations {
    const all = new Organisations()
    beforeAll(async () => {
      all.testnet = await createTestnet(3, { host: '127.0.0.1' })
    })
    afterAll(() => all.testnet?.destroy())
    beforeEach(async () => {
      all.made = await makePlace()
    })
    afterEach(() => all.made?.clear())
    return all
  }

  get place(): Place {
    if (!this.made) throw new Error('only within a test')
    return this.made
  }

  dirOf(name: string): string {
    return join(this.place.root, name)
  }

  /** An unlocked engine on the internet, of a new organisation. */
  organisation(name: string): Promise<EngineChild> {
    return this.start(name, { organisationName: name })
  }

  /** An unlocked engine on the internet, of a computer that is to join an organisation. */
  computer(name: string): Promise<EngineChild> {
    return this.start(name, { computerName: name })
  }

  async addComputer(keyholder: EngineChild, name: string): Promise<EngineChild> {
    const added = await this.computer(name)
    const invite = await keyholder.client.computers.invite({})
    await added.client.computers.join({ text: invite.text ?? '' })
    await confirmBoth(keyholder.client.computers, added.client.computers)
    await eventually(async () => expect((await added.client.vault.status()).state).toBe('unlocked'))
    return added
  }

  /** A coalition of two organisations. */
  async coalitionOf(a: EngineChild, b: EngineChild): Promise<SpaceId> {
    const { spaceId } = await a.client.coalitions.found({ name: 'Alliance' })
    await this.admit(a, b, spaceId)
    return spaceId
  }

  /** Brings another organisation into a coalition. */
  async admit(a: EngineChild, b: EngineChild, spaceId: SpaceId): Promise<void> {
    await b.client.coalitions.join({ text: (await a.client.coalitions.invite({ spaceId })).text ?? '' })
    await confirmBoth(a.client.coalitions, b.client.coalitions)
    await writable(b, spaceId)
  }

  private async start(name: string, owner: Parameters<typeof makeVault>[1]): Promise<EngineChild> {
    await makeVault(this.dirOf(name), owner)
    const engine = await this.place.unlocked(this.dirOf(name))
    const bootstrap = this.testnet?.bootstrap.map(({ host, port }) => `${host}:${port}`) ?? []
    await engine.client.network.set({ internet: true, bootstrap })
    return engine
  }
}
