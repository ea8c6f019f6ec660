import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeOn } from './axe.ts'
import { openApp, temporaryProfile } from './harness.ts'
import { draftKept, Person } from './person.ts'

const PHOTO = readFileSync(join(import.meta.dirname, '../../docs/screenshots/log-1280-light.png'))
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** Pastes or drops a file as a person does, wherever the focus is. */
const bring = (page: Page, how: 'paste' | 'drop', name: string, bytes: Buffer): Promise<void> =>
  page.evaluate(
    ({ how, name, data }) => {
      const carried = new DataTransfer()
      carried.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name, { type: 'image/png', lastModified: 1 }))
      const on = document.activeElement ?? document.body
      const said = { bubbles: true, cancelable: true }
      on.dispatchEvent(
        how === 'paste'
          ? new ClipboardEvent('paste', { ...said, clipboardData: carried })
          : new DragEvent('drop', { ...said, dataTransfer: carried }),
      )
    },
    { how, name, data: bytes.toString('base64') },
  )

it('has a photo that was pasted and one that was dropped at night after everything was killed, and keeps both with the incident', async () => {
  const profile = temporaryProfile()
  let app = await openApp(profile)
  let asha = new Person(app.page)
  await asha.startOrganisation('Kisima Sisters')
  const { passphrase } = asha
  await asha.button('Write an incident').first().click()
  await asha.field('What happened, in one line').fill('Raid at night')
  await bring(app.page, 'paste', 'gate.png', PHOTO)
  const items = () => app.page.getByRole('list', { name: 'Files' }).getByRole('listitem')
  await items().filter({ hasText: 'gate.png' }).waitFor()
  const other = Buffer.concat([PHOTO, Buffer.from('another')])
  await bring(app.page, 'drop', 'van.png', other)
  await items().nth(1).waitFor()
  const said = (name: string) =>
    app.page.getByRole('status').getByText(`${name} is not added: the same file is here already, as gate.png.`).waitFor()
  await bring(app.page, 'paste', 'gate-copy.png', PHOTO)
  await said('gate-copy.png')
  expect(await items().count()).toBe(2)
  await draftKept(app.page)
  await app.kill()

  app = await openApp(profile)
  asha = new Person(app.page)
  await asha.unlock(passphrase)
  await app.page.getByText('Raid at night').waitFor()
  await asha.button('Go on').click()
  await items().nth(1).waitFor()
  const [gate] = await app.page.getByRole('button', { name: /^When and by whom it was taken/ }).all()
  await gate?.click()
  await app.page.getByRole('textbox', { name: 'When it was taken' }).fill('3 May 2026')
  await app.page.getByRole('textbox', { name: 'Who took it' }).fill('JN')
  expect(await axeOn(app.page, 'a form with photos')).toEqual([])
  await asha.button('Take out van.png').click()
  await items().nth(1).waitFor({ state: 'detached' })
  await asha.button('Undo').click()
  await items().nth(1).waitFor()
  await asha.saved(() => asha.button('Save for us only').click())
  await app.page.getByRole('heading', { name: 'Raid at night' }).waitFor()
  expect((await items().allInnerTexts()).map((text) => text.split('\n').slice(0, 1))).toEqual([['gate.png'], ['van.png']])
  await items()
    .filter({ hasText: 'gate.png' })
    .getByText(/^Taken .*2026.* by JN$/)
    .waitFor()

  // What is there already is not added to the record either; another one that comes with it is.
  await bring(app.page, 'drop', 'gate-again.png', PHOTO)
  await said('gate-again.png')
  await bring(app.page, 'drop', 'new.png', Buffer.concat([PHOTO, Buffer.from('new')]))
  await items().filter({ hasText: 'new.png' }).waitFor()
  expect(await items().count()).toBe(3)

  const out = mkdtempSync(join(tmpdir(), 'parasol-e2e-out-'))
  for (const [name, bytes] of [
    ['gate.png', PHOTO],
    ['van.png', other],
  ] as const) {
    await asha.button(`Save ${name} on this computer`).click()
    await app.page.getByRole('radio', { name: 'The file as it was added' }).check({ force: true })
    await asha.field('Folder to save it in').fill(out)
    await asha.button('Save the file').click()
    await app.page.getByText(`Saved as ${name}.`).first().waitFor()
    expect(sha256(readFileSync(join(out, name)))).toBe(sha256(bytes))
  }
  rmSync(out, { recursive: true })

  // One is taken out again in an amendment, and is in the history.
  await asha.button('Amend').click()
  await app.page.getByRole('button', { name: /^Photos and files/ }).waitFor()
  await asha.button('Take out van.png').click()
  await asha.saved(() => asha.button('Save the changes for us only').click())
  await items().nth(2).waitFor({ state: 'detached' })
  expect(app.complaints).toEqual([])
  await app.close()
})
