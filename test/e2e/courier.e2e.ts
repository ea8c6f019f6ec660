import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import createTestnet from 'hyperdht/testnet.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formsOfText, scanFolder } from '../support/scan.ts'
import { type App, openApp, temporaryProfile } from './harness.ts'
import { Person } from './person.ts'

const COALITION = 'Umoja Alliance'
let testnet: Awaited<ReturnType<typeof createTestnet>>
let drive: string

beforeAll(async () => {
  testnet = await createTestnet(3, { host: '127.0.0.1' })
  drive = mkdtempSync(join(tmpdir(), 'parasol-drive-'))
})
afterAll(async () => {
  rmSync(drive, { recursive: true, force: true })
})

async function start(name: string): Promise<{ app: App; person: Person }> {
  const [first] = testnet.bootstrap
  if (!first) throw new Error('a testnet has a first node')
  const app = await openApp(temporaryProfile())
  const person = new Person(app.page)
  await person.startOrganisation(name)
  await person.setMeetingPoint(`${first.host}:${first.port}`)
  return { app, person }
}

async function goOffline({ page }: Person): Promise<void> {
  await page.getByText('Reach partners over the internet').first().click()
  await page.getByRole('switch', { name: /Reach partners over the internet/, checked: false }).waitFor()
}

describe('a courier drive', () => {
  it('carries what is written between two windows that reach no network', async () => {
    const [a, b] = await Promise.all([start('Asha Collective'), start('Bella Network')])
    await a.person.found(COALITION)
    await b.person.join(await a.person.invite(COALITION))
    await Promise.all([a.person.phrase(), b.person.phrase()])
    await b.person.button('They are the same').click()
    await a.person.button('They are the same').click()
    await b.person.openCoalition(COALITION)
    await b.app.page.getByText('Connected now').waitFor({ timeout: 90_000 })
    for (const { person } of [a, b]) {
      await person.goTo('Settings')
      await goOffline(person)
    }
    await testnet.destroy()

    await a.person.write({ title: 'Raid near Gikomba market', narrative: 'Zawadi was held overnight.', audience: COALITION })
    await a.person.write({ title: 'Our own notes on Kariokor' })
    await a.person.row('Our own notes on Kariokor').waitFor()
    expect(await a.person.exchange(drive)).toMatch(/Gave \d+, took \d+ entr/)
    expect(await b.person.exchange(drive)).toMatch(/took [1-9]\d* entr/)
    await b.person.goTo('Log')
    await b.person.row('Raid near Gikomba market').waitFor()
    await b.person.write({ title: 'Extortion in Kayole', audience: COALITION })
    await b.person.row('Extortion in Kayole').waitFor()
    expect(await b.person.exchange(drive)).toContain('Gave 1, took 0 entries')
    expect(await a.person.exchange(drive)).toMatch(/Gave 0, took [1-9]/)
    await a.person.goTo('Log')
    await a.person.row('Extortion in Kayole').waitFor()

    const words = ['Gikomba', 'Zawadi', 'Kayole', 'Kariokor', 'Asha Collective', 'Bella Network', COALITION]
    const { hits, files } = await scanFolder(drive, new Map(words.map((word) => [word, formsOfText(word)])))
    expect(hits).toEqual([])
    expect(files).toBeGreaterThanOrEqual(2)
    expect([...a.app.complaints, ...b.app.complaints]).toEqual([])
  }, 300_000)
})
