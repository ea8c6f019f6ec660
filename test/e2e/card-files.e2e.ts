import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { paper } from '../support/paper.ts'
import { lookerAt } from './looker.ts'
import { openOrganisation } from './organisation.ts'
import { draftKept } from './person.ts'

const PHOTO = readFileSync(join(import.meta.dirname, '../../docs/screenshots/log-1280-light.png'))
const SHOTS = process.env['CARD_FILES_SHOTS']

/** Chooses files by the button that opens the computer's own window for that. */
async function choose(page: Page, button: string | RegExp, ...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: button, exact: true }).click()])
  await chooser.setFiles(files)
}

it('keeps papers with a complaint and its steps, and a photo with an officer', async () => {
  const { app, person: asha } = await openOrganisation('Kisima Sisters')
  const { page } = app
  const lines: string[] = []
  const look = lookerAt(page, lines, SHOTS)
  const pdf = { mimeType: 'application/pdf', buffer: await paper() }
  const photo = { mimeType: 'image/png', buffer: PHOTO }

  await asha.goTo('To follow')
  await asha.button('Complaints').click()
  await asha.button('Begin a complaint').click()
  await asha.field('What it is about, in one line').fill('Beaten at the gate')
  await page.getByRole('button', { name: /^Photos and files/ }).click()
  await choose(page, 'Add files', { name: 'doctor.pdf', ...pdf })
  await page.getByRole('list', { name: 'Files' }).getByText('doctor.pdf').waitFor()
  await draftKept(page)
  await look('a complaint with a file, half written')
  await asha.saved(() => asha.button('Save the complaint for us only').click())
  const files = page.getByRole('list', { name: 'Files' }).getByRole('listitem')
  await files.getByText('doctor.pdf').waitFor()

  await asha.button('The person agrees').click()
  // In the form of a step: kept with what is half written, and with the step once that is saved.
  const inForm = page.getByRole('list', { name: 'Papers of this step' }).getByRole('listitem')
  const another = (name: string) => ({ name, ...pdf, buffer: Buffer.concat([pdf.buffer, Buffer.from(`\n%${name}`)]) })
  await choose(page, 'Add a paper to this step', another('signed.pdf'), another('wrong.pdf'))
  await inForm.getByText('wrong.pdf').waitFor()
  await draftKept(page)
  await look('a step with papers, half written')
  await asha.goTo('Log')
  await asha.goTo('To follow')
  await asha.button('Complaints').click()
  await page.getByRole('button', { name: /Beaten at the gate/ }).click()
  await inForm.getByText('signed.pdf').waitFor()
  await asha.button('Take out wrong.pdf').focus()
  await page.keyboard.press('Enter')
  await inForm.getByText('wrong.pdf').waitFor({ state: 'detached' })
  await expect.poll(() => asha.button('Take out signed.pdf').evaluate((button) => button === document.activeElement)).toBe(true)
  await asha.saved(() => asha.button('Save this step').click())
  const agreed = page.getByRole('list', { name: /^Papers of the step “The person agrees, / }).getByRole('listitem')
  await agreed.getByText('signed.pdf').waitFor()
  expect(await agreed.count()).toBe(1)
  // What is saved is no draft any more: its papers do not go on to the next step.
  await asha.button('Handed in').click()
  await page.getByRole('heading', { name: 'Handed in' }).waitFor()
  expect(await inForm.count()).toBe(0)
  await asha.saved(() => asha.button('Save this step').click())
  const handedIn = /^Add a paper to the step “Handed in, [^”]+”$/
  await choose(page, handedIn, { name: 'stamped.pdf', ...pdf, buffer: Buffer.concat([pdf.buffer, Buffer.from('\n%')]) })
  const papers = page.getByRole('list', { name: /^Papers of the step “Handed in, / }).getByRole('listitem')
  await papers.getByText('stamped.pdf').waitFor()
  // Each in its place, and no paper twice.
  expect(await files.allTextContents()).toHaveLength(1)
  await asha.button('Look at stamped.pdf').click()
  await page.getByRole('dialog').getByText('Page 1 of 3').waitFor()
  await page.keyboard.press('Escape')
  await look('a complaint with papers')
  await asha.button('Take out stamped.pdf').focus()
  await page.keyboard.press('Enter')
  await papers.first().waitFor({ state: 'detached' })
  await expect.poll(() => asha.button(handedIn).evaluate((button) => button === document.activeElement)).toBe(true)
  await asha.button('Undo').click()
  await papers.getByText('stamped.pdf').waitFor()
  // One that is on the page already is put to the step, and is not there twice; at a step it is.
  await choose(page, handedIn, { name: 'again.pdf', ...pdf })
  await papers.getByText('doctor.pdf').waitFor()
  await expect.poll(() => files.count()).toBe(0)
  await choose(page, handedIn, { name: 'third.pdf', ...pdf })
  await page.getByText('third.pdf is not added: the same file is here already, as doctor.pdf.').waitFor()
  expect(await papers.count()).toBe(2)
  await page.getByRole('button', { name: /^History/ }).click()
  await page.getByText('What a file belongs to').first().waitFor()
  await look('the history of a complaint with papers')

  await asha.goTo('People and units')
  await asha.button('Who did it').click()
  await asha.button('Add somebody who did harm').first().click()
  await asha.field('What we call them').fill('Tall one')
  await asha.saved(() => asha.button('Save them for us only').click())
  await choose(page, 'Add files', { name: 'van.png', ...photo })
  await files.getByText('van.png').waitFor()
  await asha.button('Amend').click()
  await page.getByRole('list', { name: 'Files' }).getByText('van.png').waitFor()
  await asha.button('Take out van.png').click()
  await asha.saved(() => asha.button('Save the changes').click())
  await page.getByRole('heading', { name: 'Tall one' }).waitFor()
  await expect.poll(() => files.count()).toBe(0)
  await look('an officer whose photo was taken out')

  // What is for a coalition takes none, and what was added before is not lost unseen.
  await asha.found('Umoja Alliance')
  await asha.goTo('To follow')
  await asha.button('Security notes').click()
  await asha.button('Write a security note').click()
  await asha.field('What we see, in one line').fill('Arrests every Friday')
  await page.getByRole('button', { name: /^Photos and files/ }).click()
  await choose(page, 'Add files', { name: 'van.png', ...photo })
  await files.getByText('van.png').waitFor()
  await page.getByRole('radio', { name: 'Umoja Alliance' }).check({ force: true })
  await page.getByText('Photos and files cannot go with it').waitFor()
  const share = asha.button('Save and share with Umoja Alliance')
  expect(await share.isDisabled()).toBe(true)
  await look('a note with a file for a coalition')
  await asha.button('Take out van.png').click()
  await page.getByText('Photos and files cannot go with it').waitFor({ state: 'detached' })
  expect(await share.isDisabled()).toBe(false)
  await choose(page, 'Add files', { name: 'other.png', ...photo })
  await page.getByText('Files cannot be added here: they stay on our computers.').waitFor()
  expect(await files.count()).toBe(0)

  await asha.goTo('People and units')
  await asha.button('Add a person').click()
  expect(await page.getByRole('button', { name: /^Photos and files/ }).count()).toBe(0)
  expect(lines).toEqual([])
  expect(app.complaints).toEqual([])
})
