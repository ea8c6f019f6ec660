import { expect, vi } from 'vitest'
import type { Pairing, SpaceId } from '../../core/engine/contract/index.ts'
import type { Client } from './engine.ts'

const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 20 })

async function pairing(client: Client, state: Pairing['state']): Promise<Pairing> {
  let found: Pairing | undefined
  await eventually(async () => {
    found = (await client.coalitions.pairings()).find((one) => one.state === state)
    expect(found).toBeDefined()
  })
  return found as Pairing
}

/** Waits until a computer is connected with its one partner. */
export function meets(client: Client): Promise<void> {
  return eventually(async () => {
    const [coalition] = await client.coalitions.list()
    expect(coalition?.members.filter((member) => !member.own).map(({ connected }) => connected)).toEqual([true])
  })
}

/** Founds a coalition at one computer and brings another into it, over the meeting points of a testnet; both stay connected. */
export async function pair(a: Client, b: Client, testnet: { bootstrap: { host: string; port: number }[] }, name: string): Promise<SpaceId> {
  const bootstrap = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`)
  for (const client of [a, b]) await client.network.set({ internet: true, bootstrap })
  const { spaceId } = await a.coalitions.found({ name })
  const { text } = await a.coalitions.invite({ spaceId, hours: 24 })
  await b.coalitions.join({ text: text ?? '' })
  const compared = await Promise.all([pairing(a, 'compare'), pairing(b, 'compare')])
  await Promise.all(
    [a, b].map((client, i) => client.coalitions.confirm({ pairingId: compared[i]?.pairingId ?? ('' as never), same: true })),
  )
  await Promise.all([a, b].map(meets))
  return spaceId
}
