import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { openOrganisation } from './organisation.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PHOTO = join(import.meta.dirname, '../../docs/screenshots/log-1280-light.png')

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

/** A picture of 51 million points in a few kilobytes, all of it as the format wants it. */
function bomb(): Buffer {
  const [width, height] = [10_000, 5_100]
  const chunk = (name: string, body: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(name, 'latin1'), body])
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(body.length)
    check.writeUInt32BE(crc32(named))
    return Buffer.concat([length, named, check])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width)
  head.writeUInt32BE(height, 4)
  head[8] = 1
  const points = deflateSync(Buffer.alloc(height * (1 + width / 8)))
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', points), chunk('IEND', Buffer.alloc(0))])
}

it('keeps a photo, a sound and a paper with an incident, shows what it can, and saves one where the person says', async () => {
  const { app, person: asha } = await openOrganisation('Kisima Sisters')
  const { page, profileDir: profile } = app
  await asha.write({ title: 'Raid on the drop-in centre' })
  const list = page.getByRole('list', { name: 'Files' })
  const items = list.getByRole('listitem')

  await page.getByLabel('Files to add').setInputFiles([PHOTO])
  await items.filter({ hasText: 'log-1280-light.png' }).waitFor()
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
    ['log-1280-light.png', expect.stringMatching(/^Picture, /)],
  ])
  // Nothing of the picture is there but a blur of six by six points.
  const trace = list.locator('.file-trace img')
  await trace.waitFor()
  expect(await trace.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])).toEqual([6, 6])

  await asha.button('Look at log-1280-light.png').click()
  const shown = page.getByRole('img', { name: 'log-1280-light.png' })
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
  await page.getByText('Parasol cannot read this file as what it says it is.').waitFor()
  await page.keyboard.press('Escape')
  await asha.button('Look at liar.png').click()
  await page.getByText('Parasol cannot show this kind of file.').waitFor()
  await page.keyboard.press('Escape')

  const out = mkdtempSync(join(tmpdir(), 'parasol-e2e-out-'))
  await asha.button('Save log-1280-light.png on this computer').click()
  await page.getByText('leaves Parasol as a new picture').waitFor()
  await page.getByRole('radio', { name: 'The file as it was added' }).check({ force: true })
  await page.getByText('leaves Parasol as it was added').waitFor()
  await asha.button('Save the file').click()
  await page.getByText('Write which folder it goes into.').waitFor()
  await expect.poll(() => asha.field('Folder to save it in').evaluate((field) => field === document.activeElement)).toBe(true)
  await asha.field('Folder to save it in').fill(join(out, 'nowhere'))
  await page.getByRole('radio', { name: 'For an authority' }).check({ force: true })
  await page.getByText('must not be seen, heard or named in it').waitFor()
  await asha.button('Save the file').click()
  await page.getByText('Write which authority the file is for.').waitFor()
  await page.getByRole('radio', { name: 'For us only' }).check({ force: true })
  await asha.field('Saved by').fill('AO')
  await asha.button('Save the file').click()
  await page.getByText('This folder is not there.').waitFor()
  mkdirSync(join(out, 'nowhere'))
  await asha.button('Save the file').click()
  await page.getByText('Saved as log-1280-light.png.').first().waitFor()
  expect(readFileSync(join(out, 'nowhere', 'log-1280-light.png')).equals(readFileSync(PHOTO))).toBe(true)
  await asha.button('Save log-1280-light.png on this computer').click()
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

it('decodes a picture that needs very much memory only where the person says so', async () => {
  const { app, person: asha } = await openOrganisation('Kisima Sisters')
  const { page } = app
  await asha.write({ title: 'A picture from a stranger' })
  const traces = page.getByRole('list', { name: 'Files' }).locator('.file-trace')
  await page.getByLabel('Files to add').setInputFiles([{ name: 'bomb.png', mimeType: 'image/png', buffer: bomb() }])
  await traces.nth(0).waitFor()
  await page.getByLabel('Files to add').setInputFiles([PHOTO])
  // Pictures have their turn in the order of the list: the bomb was passed over.
  await traces.nth(1).locator('img').waitFor()
  expect(await traces.nth(0).locator('img').count()).toBe(0)

  await asha.button('Look at bomb.png').click()
  await page.getByText('This picture may need more memory').waitFor()
  const picture = page.getByRole('img', { name: 'bomb.png' })
  expect(await picture.count()).toBe(0)
  const custody = page.getByRole('list', { name: 'Who had this file, oldest first' })
  await asha.button('Who had this file').click()
  await custody.getByText('Added').waitFor()
  expect(await custody.getByText('Looked at').count()).toBe(0)
  await page.evaluate(AXE)
  const { violations } = await page.evaluate<{ violations: { id: string }[] }>('axe.run(document, { resultTypes: ["violations"] })')
  expect(violations.map(({ id }) => id)).toEqual([])

  await asha.button('Show it anyway').press('Enter')
  await picture.waitFor()
  await page.waitForFunction(() => document.querySelector<HTMLImageElement>('img.file-shown')?.naturalWidth === 10_000)
  await custody.getByText('Looked at').waitFor()
  expect(await page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true)
  await page.keyboard.press('Escape')
  await picture.waitFor({ state: 'detached' })
  await app.close()
})
