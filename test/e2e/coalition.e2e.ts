import createTestnet from 'hyperdht/testnet.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formsOfText, scanFolder } from '../support/scan.ts'
import { SocketTap } from '../support/socket-tap.ts'
import { openApp } from './harness.ts'
import { type Desk, openOrganisation } from './organisation.ts'
import { Person } from './person.ts'

const COALITION = 'Umoja Alliance'
let testnet: Awaited<ReturnType<typeof createTestnet>>
let meetingPoint: string

beforeAll(async () => {
  testnet = await createTestnet(3, { host: '127.0.0.1' })
  const [first] = testnet.bootstrap
  if (!first) throw new Error('a testnet has a first node')
  meetingPoint = `${first.host}:${first.port}`
})
afterAll(() => testnet.destroy())

async function start(name: string): Promise<Desk> {
  const desk = await openOrganisation(name)
  await desk.person.setMeetingPoint(meetingPoint)
  return desk
}

/** Two computers may miss each other at first, and then ask again: as long as a person would wait. */
const MEET_MS = 90_000

describe('a coalition of two', () => {
  it('is founded, joined by an invite and the same phrase, and shared, also by who was away', async () => {
    const [a, b] = await Promise.all([start('Asha Collective'), start('Bella Network')])
    const taps = [a, b].map(({ app }) => SocketTap.of(app.enginePid())).filter((tap) => tap !== null)
    await a.person.found(COALITION)
    await a.person.write({ title: 'Eviction on Tom Mboya Street', narrative: 'Written before anyone joined.', audience: COALITION })
    const invite = await a.person.invite(COALITION)
    await b.person.join(invite)
    const [phraseA, phraseB] = await Promise.all([a.person.phrase(), b.person.phrase()])
    expect(phraseA).toHaveLength(8)
    expect(phraseB).toEqual(phraseA)
    await b.person.button('They are the same').click()
    await a.person.button('They are the same').click()

    await b.person.goTo('Log')
    await b.person.row('Eviction on Tom Mboya Street').waitFor({ timeout: MEET_MS })
    await a.person.write({ title: 'Raid near Gikomba market', narrative: 'Zawadi was held overnight.', audience: COALITION })
    await b.person.row('Raid near Gikomba market').waitFor()
    await a.person.row('Raid near Gikomba market').click()
    await a.app.page.getByText('With 1 of 1 partner, on 1 computer').waitFor()
    await a.app.page.getByText('Saved here. What we share is also with 1 partner.').waitFor()
    await b.person.search('zawadi')
    await b.app.page.locator('mark', { hasText: 'Zawadi' }).first().waitFor()
    await b.person.search('')

    await a.person.write({ title: 'Blackmail by a client', narrative: 'Written for us only.' })
    const leaves = await a.person.share('Blackmail by a client', COALITION)
    expect(leaves).toContain('Written for us only.')
    await b.person.row('Blackmail by a client').waitFor()
    await a.person.goTo('Log')
    await a.person.row(`Us and ${COALITION}`).waitFor()
    expect(await a.person.row('Blackmail by a client').count()).toBe(1)
    await a.person.row('Blackmail by a client').click()
    await a.person.button('Amend').click()
    await a.person.field('What happened, in one line').fill('Blackmail by a client, twice')
    await a.person.page.getByRole('checkbox', { name: COALITION }).check({ force: true })
    await a.person.saved(() => a.person.button(`Save the changes and share with ${COALITION}`).click())
    await b.person.row('Blackmail by a client, twice').waitFor()
    await a.person.button('Erase').click()
    await a.person.page.getByRole('checkbox', { name: COALITION, checked: true }).waitFor({ state: 'attached' })
    await a.person.button('Erase it for good').click()
    await b.person.row('Blackmail by a client, twice').waitFor({ state: 'detached' })

    await a.app.close()
    await b.person.write({ title: 'Extortion in Kayole', narrative: 'Written while the other was closed.', audience: COALITION })
    const again = await openApp(a.app.profileDir)
    const asha = new Person(again.page)
    asha.passphrase = a.person.passphrase
    await asha.unlock()
    await asha.row('Extortion in Kayole').waitFor({ timeout: MEET_MS })

    await asha.remove(COALITION, 'Bella Network')
    await asha.write({ title: 'Police at the drop-in', narrative: 'Written after the removal.', audience: COALITION })
    await b.person.goTo('Coalitions')
    await b.app.page.getByText('1 partner, 0 connected now').waitFor()

    const words = ['Gikomba', 'Zawadi', 'Kayole', 'Blackmail', 'Tom Mboya', 'Asha Collective', 'Bella Network', COALITION]
    const needles = new Map(words.map((word) => [word, formsOfText(word)]))
    for (const tap of taps) {
      const { bytes, hits } = await tap.stop(needles)
      expect(hits).toEqual([])
      expect(bytes).toBeGreaterThan(2_000)
    }
    // Only A had the later entry: once it is gone, nothing can bring it any more.
    await again.close()
    await b.person.goTo('Log')
    await b.person.row('Extortion in Kayole').waitFor()
    expect(await b.person.row('Police at the drop-in').count()).toBe(0)
    await b.app.close()
    for (const folder of [a.app.profileDir, b.app.profileDir]) {
      const { bytes, hits } = await scanFolder(folder, needles)
      expect(hits).toEqual([])
      expect(bytes).toBeGreaterThan(50_000)
    }
    expect([...a.app.complaints, ...b.app.complaints, ...again.complaints]).toEqual([])
  })
})
