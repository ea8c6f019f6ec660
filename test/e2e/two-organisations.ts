import createTestnet from 'hyperdht/testnet.js'
import type { OpenOptions } from './harness.ts'
import { type Desk, openOrganisation } from './organisation.ts'

/** Meeting points on this machine. */
export async function meetingPoints(): Promise<{ address: string; destroy(): Promise<void> }> {
  const testnet = await createTestnet(3, { host: '127.0.0.1' })
  const [first] = testnet.bootstrap
  if (!first) throw new Error('a testnet has a first node')
  return { address: `${first.host}:${first.port}`, destroy: () => testnet.destroy() }
}

async function start(name: string, meetingPoint: string, options: OpenOptions): Promise<Desk> {
  const desk = await openOrganisation(name, options)
  await desk.person.setMeetingPoint(meetingPoint)
  return desk
}

/** Two organisations in two windows, in one coalition and connected. The first has founded it. */
export async function twoOrganisations(
  names: readonly [string, string],
  coalition: string,
  meetingPoint: string,
  options: OpenOptions = {},
): Promise<[Desk, Desk]> {
  const [a, b] = await Promise.all([start(names[0], meetingPoint, options), start(names[1], meetingPoint, options)])
  await a.person.found(coalition)
  await b.person.join(await a.person.invite(coalition))
  await Promise.all([a.person.phrase(), b.person.phrase()])
  await b.person.button('They are the same').click()
  await a.person.button('They are the same').click()
  for (const { app, person } of [a, b]) {
    await person.goTo('Coalitions')
    await app.page.getByText('1 partner, 1 connected now').waitFor({ timeout: 90_000 })
  }
  return [a, b]
}
