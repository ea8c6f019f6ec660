import { setTimeout } from 'node:timers/promises'
import type { Pairing, SpaceId } from '../../core/engine/contract/index.ts'
import type { Client } from './engine.ts'

const LIMIT_MS = 60_000
const LOOK_EVERY_MS = 20

/** Asks until there is something. Benches use this file too, so it does without the test runner. */
export async function until<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  for (const end = performance.now() + LIMIT_MS; performance.now() < end; await setTimeout(LOOK_EVERY_MS)) {
    const found = await ask()
    if (found !== null) return found
  }
  throw new Error(`not within ${LIMIT_MS} ms: ${what}`)
}

const pairing = (client: Client, state: Pairing['state']): Promise<Pairing> =>
  until(`a pairing at "${state}"`, async () => (await client.coalitions.pairings()).find((one) => one.state === state) ?? null)

/** Waits until a computer is connected with its one partner. */
export async function meets(client: Client): Promise<void> {
  await until('connected with the one partner', async () => {
    const partners = (await client.coalitions.list()).flatMap(({ members }) => members.filter((member) => !member.own))
    return partners.length === 1 && partners[0]?.connected ? partners : null
  })
}

/** Founds a coalition at one computer and brings another into it, over the meeting points of a testnet; both stay connected. */
export function pair(a: Client, b: Client, testnet: { bootstrap: { host: string; port: number }[] }, name: string): Promise<SpaceId> {
  const bootstrap = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`)
  return pairOver(a, b, (client) => client.network.set({ internet: true, bootstrap }), name)
}

/** The same, by whatever `reach` switches on. */
export async function pairOver(a: Client, b: Client, reach: (client: Client) => Promise<unknown>, name: string): Promise<SpaceId> {
  for (const client of [a, b]) await reach(client)
  const { spaceId } = await a.coalitions.found({ name })
  await admit(a, b, spaceId)
  await Promise.all([a, b].map(meets))
  return spaceId
}

/** Brings the second into a coalition of the first, as two people do who compare the safety phrase. */
export async function admit(a: Client, b: Client, spaceId: SpaceId): Promise<void> {
  const { text } = await a.coalitions.invite({ spaceId, hours: 24 })
  await b.coalitions.join({ text: text ?? '' })
  const [here, there] = await Promise.all([pairing(a, 'compare'), pairing(b, 'compare')])
  await a.coalitions.confirm({ pairingId: here.pairingId, same: true })
  await b.coalitions.confirm({ pairingId: there.pairingId, same: true })
}
