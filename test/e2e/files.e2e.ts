import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openApp, temporaryProfile } from './harness.ts'
import { Person } from './person.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PHOTO = join(import.meta.dirname, '../../docs/screenshots/log-800-light.png')

/** A second of silence. */
function wav(): Buffer {
  const samples = 8_000
  const head = Buffer.from('RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\0\0\0\0\0\0\0\0\x01\0\x08\0data\0\0\0\0', 'latin1')
  head.writeUInt32LE(36 + samples, 4)
  head.writeUInt32LE(samples, 24)
  head.writeUInt32LE(samples, 28)
  head.writeUInt32LE(samples, 40)
  return Buffer.concat([head, Buffer.alloc(samples, 128)])
}

it('keeps a photo, a sound and a paper with an incident, shows what it can, and saves one where the person says', async () => {
  const profile = temporaryProfile()
  const app = await openApp(profile)
  const { page } = app
  const asha = new Person(page)
  await asha.startOrganisation('Kisima Sisters')
  await asha.write({ title: 'Raid on the drop-in centre' })
  const list = page.getByRole('list', { name: 'Files' })
  const items = list.getByRole('listitem')

  await page.getByLabel('Files to add').setInputFiles([PHOTO])
  await items.filter({ hasText: 'log-800-light.png' }).waitFor()
  await page.getByLabel('Files to add').setInputFiles([
    { name: 'call.wav', mimeType: 'audio/wav', buffer: wav() },
    { name: 'charge.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\nnot much of one') },
    { name: 'liar.png', mimeType: 'image/png', buffer: Buffer.from('<html><script>alert(1)</script></html>') },
  ])
  await items.nth(3).waitFor()
  expect((await items.allInnerTexts()).map((text) => text.split('\n').slice(0, 2))).toEqual([
    ['call.wav', 'Sound, 8 kB'],
    ['charge.pdf', 'PDF, 24 bytes'],
    ['liar.png', 'File, 38 bytes'],
    ['log-800-light.png', expect.stringMatching(/^Picture, /)],
  ])
  // Nothing of the picture is there but a blur of six by six points.
  const trace = list.locator('.file-trace img')
  await trace.waitFor()
  expect(await trace.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])).toEqual([6, 6])

  await asha.button('Look at log-800-light.png').click()
  const shown = page.getByRole('img', { name: 'log-800-light.png' })
  await shown.waitFor()
  expect(await shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(700)
  await asha.button('Who had this file').click()
  const custody = page.getByRole('list', { name: 'Who had this file, oldest first' })
  await custody.getByText('Added').waitFor()
  await page.evaluate(AXE)
  const { violations } = await page.evaluate<{ violations: { id: string }[] }>('axe.run(document, { resultTypes: ["violations"] })')
  expect(violations.map(({ id }) => id)).toEqual([])
  await page.keyboard.press('Escape')

  await asha.button('Look at call.wav').click()
  const sound = page.locator('audio')
  await sound.waitFor()
  await page.waitForFunction(() => (document.querySelector('audio')?.duration ?? 0) > 0.9)
  await page.keyboard.press('Escape')
  await asha.button('Look at charge.pdf').click()
  await page.getByText('A PDF can hold tricks').waitFor()
  await page.keyboard.press('Escape')
  await asha.button('Look at liar.png').click()
  await page.getByText('Parasol cannot show this kind of file.').waitFor()
  await page.keyboard.press('Escape')

  const out = mkdtempSync(join(tmpdir(), 'parasol-e2e-out-'))
  await asha.button('Save log-800-light.png on this computer').click()
  await page.getByText('leaves Parasol as a new picture').waitFor()
  await page.getByRole('radio', { name: 'The file as it was added' }).check({ force: true })
  await page.getByText('leaves Parasol as it was added').waitFor()
  await asha.field('Folder to save it in').fill(join(out, 'nowhere'))
  await asha.button('Save the file').click()
  await page.getByText('This folder is not there.').waitFor()
  mkdirSync(join(out, 'nowhere'))
  await asha.button('Save the file').click()
  await page.getByText('Saved as log-800-light.png.').first().waitFor()
  expect(readFileSync(join(out, 'nowhere', 'log-800-light.png')).equals(readFileSync(PHOTO))).toBe(true)
  await asha.button('Save log-800-light.png on this computer').click()
  await asha.button('Save the file').click()
  await page.getByText('Saved as picture.png.').first().waitFor()
  const copy = readFileSync(join(out, 'nowhere', 'picture.png'))
  expect([copy.includes('IDAT'), copy.includes('pHYs'), copy.includes('tEXt')]).toEqual([true, false, false])
  rmSync(out, { recursive: true })

  await asha.button('Take out liar.png').click()
  await page.getByText('Taken out. It stays in the history.').first().waitFor()
  expect(await items.count()).toBe(3)
  await asha.button('Undo').click()
  await items.nth(3).waitFor()

  // The history says names of files, and no key.
  await asha.button(/^History/).click()
  const history = page.getByRole('list', { name: 'History, newest first' })
  await history.getByText('liar.png').first().waitFor()
  expect(await page.locator('body').textContent()).not.toMatch(/[0-9a-f]{64}|file:/)

  // Nothing of the photo's bytes lies in clear in the profile.
  const clear = readFileSync(PHOTO).subarray(200, 260)
  const kept = readdirSync(profile, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  for (const entry of kept) expect(readFileSync(join(entry.parentPath, entry.name)).includes(clear), entry.name).toBe(false)
  expect(app.complaints).toEqual([])
  await app.close()
})
