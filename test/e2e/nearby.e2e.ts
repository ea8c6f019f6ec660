import { afterEach, beforeEach, it } from 'vitest'
import { canMakeNetworks, Network } from '../support/namespaces.ts'
import { type Desk, openOrganisation } from './organisation.ts'
import { foundCoalition, overNetwork, story } from './story.ts'

// Electron's window belongs to the screen of this computer: there both run here, and the internet stays off.
const real = process.env['PARASOL_ELECTRON'] === undefined && canMakeNetworks()
let network: Network | null = null
const desks: Desk[] = []

beforeEach(() => {
  network = real ? new Network(2) : null
})
afterEach(async () => {
  await Promise.all(desks.splice(0).map(({ app }) => app.kill()))
  network?.remove()
})

async function start(name: string, n: number): Promise<Desk> {
  const desk = await openOrganisation(name, network ? { within: network.within(n) } : {})
  desks.push(desk)
  return desk
}

it('is a coalition of two with no internet: found nearby, joined, shared, alerted, and one is removed', async () => {
  const [a, b] = await Promise.all([start('Asha Collective', 0), start('Bella Network', 1)])
  await foundCoalition(a)
  // The coalition asks how partners may be reached; the other uses the settings.
  await a.app.page.getByText('Reach partners nearby').first().click()
  await a.app.page.getByText('Parasol keeps off every network until you say so').waitFor({ state: 'detached' })
  await b.person.reachNearby()
  await b.app.page.getByText('On: partners on the same Wi-Fi or cable are found.').waitFor()
  await story(a, b, overNetwork)
})
