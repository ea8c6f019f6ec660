import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { formsOfText, scanFolder } from '../support/scan.ts'
import { openApp, temporaryProfile } from './harness.ts'
import { Person } from './person.ts'
import { byDrive, foundCoalition, STORY_WORDS, story } from './story.ts'
import type { Desk } from './two-organisations.ts'

let drive: string
const desks: Desk[] = []

beforeEach(() => {
  drive = mkdtempSync(join(tmpdir(), 'parasol-drive-'))
})
afterEach(async () => {
  await Promise.all(desks.splice(0).map(({ app }) => app.kill()))
  rmSync(drive, { recursive: true, force: true })
})

async function start(name: string): Promise<Desk> {
  const app = await openApp(temporaryProfile())
  const desk = { app, person: new Person(app.page) }
  desks.push(desk)
  await desk.person.startOrganisation(name)
  return desk
}

it('is a coalition of two by a drive alone, with every network off: joined, shared, alerted, and one is removed', async () => {
  const [a, b] = await Promise.all([start('Asha Collective'), start('Bella Network')])
  await foundCoalition(a)
  await story(a, b, byDrive(drive))
  for (const { app, person } of [a, b]) {
    await person.goTo('Settings')
    for (const way of ['Reach partners over the internet', 'Reach partners nearby'])
      await app.page.getByRole('switch', { name: new RegExp(way), checked: false }).waitFor()
  }
  const { hits, files } = await scanFolder(drive, new Map(STORY_WORDS.map((word) => [word, formsOfText(word)])))
  expect(hits).toEqual([])
  expect(files).toBeGreaterThanOrEqual(4)
}, 300_000)
