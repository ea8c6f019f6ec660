import { afterEach, beforeEach, expect, it } from 'vitest'
import { canMakeNetworks, Network } from '../support/namespaces.ts'
import { type App, openApp, temporaryProfile } from './harness.ts'
import { Person } from './person.ts'

const COALITION = 'Umoja Alliance'
const MEET_MS = 60_000
// Electron's window belongs to the screen of this computer: there both run here, and the internet stays off.
const real = process.env['PARASOL_ELECTRON'] === undefined && canMakeNetworks()
let network: Network | null = null
const apps: App[] = []

beforeEach(() => {
  network = real ? new Network(2) : null
})
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.kill()))
  network?.remove()
})

async function start(name: string, n: number): Promise<{ app: App; person: Person }> {
  const app = await openApp(temporaryProfile(), network ? { within: network.within(n) } : {})
  apps.push(app)
  const person = new Person(app.page)
  await person.startOrganisation(name)
  return { app, person }
}

it('is a coalition of two with no internet: found nearby, joined, shared, and one is removed', async () => {
  const [a, b] = await Promise.all([start('Asha Collective', 0), start('Bella Network', 1)])
  await a.person.found(COALITION)
  // The coalition asks how partners may be reached; the other uses the settings.
  await a.app.page.getByText('Reach partners nearby').first().click()
  await a.app.page.getByText('Parasol keeps off every network until you say so').waitFor({ state: 'detached' })
  await b.person.reachNearby()
  await b.app.page.getByText('On: partners on the same Wi-Fi or cable are found.').waitFor()

  await a.person.write({ title: 'Eviction on Tom Mboya Street', narrative: 'Written before anyone joined.', audience: COALITION })
  await b.person.join(await a.person.invite(COALITION))
  const [phraseA, phraseB] = await Promise.all([a.person.phrase(), b.person.phrase()])
  expect(phraseB).toEqual(phraseA)
  await b.person.button('They are the same').click()
  await a.person.button('They are the same').click()

  await b.person.goTo('Log')
  await b.person.row('Eviction on Tom Mboya Street').waitFor({ timeout: MEET_MS })
  await a.person.write({ title: 'Raid near Gikomba market', narrative: 'Zawadi was held overnight.', audience: COALITION })
  await b.person.row('Raid near Gikomba market').waitFor({ timeout: MEET_MS })
  await b.person.write({ title: 'Extortion in Kayole', narrative: 'From the other side.', audience: COALITION })
  await a.person.goTo('Log')
  await a.person.row('Extortion in Kayole').waitFor({ timeout: MEET_MS })
  await a.person.openCoalition(COALITION)
  await a.app.page.getByText('Connected now, nearby').waitFor()

  await a.person.remove(COALITION, 'Bella Network')
  await a.person.write({ title: 'Police at the drop-in', narrative: 'Written after the removal.', audience: COALITION })
  await b.person.goTo('Coalitions')
  await b.app.page.getByText('1 partner, 0 connected now').waitFor()
  await a.app.close()
  await b.person.goTo('Log')
  await b.person.row('Extortion in Kayole').waitFor()
  expect(await b.person.row('Police at the drop-in').count()).toBe(0)
  expect([...a.app.complaints, ...b.app.complaints]).toEqual([])
}, 300_000)
