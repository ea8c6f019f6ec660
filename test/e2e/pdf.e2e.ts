import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDict, PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib'
import { expect, it } from 'vitest'
import { makeVault, PASSPHRASE } from '../support/engine.ts'
import { everythingIn, forms, HIDDEN, paper } from '../support/paper.ts'
import { openApp, temporaryProfile } from './harness.ts'
import { Person } from './person.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
it('shows a PDF page by page, and saves a copy of nothing but what can be seen', async () => {
  const profile = temporaryProfile()
  await makeVault(profile)
  const app = await openApp(profile)
  const { page } = app
  const asha = new Person(page)
  await asha.field('Passphrase').fill(PASSPHRASE)
  await asha.button('Unlock').click()
  await asha.confirmWords()
  await asha.write({ title: 'Papers from the court' })
  const whole = await paper()
  const there = await everythingIn(whole)
  for (const text of [HIDDEN.xmp, HIDDEN.attachment, HIDDEN.author])
    expect(
      forms(text).some((form) => there.includes(form)),
      text,
    ).toBe(true)
  await page.getByLabel('Files to add').setInputFiles([
    { name: 'charge.pdf', mimeType: 'application/pdf', buffer: whole },
    { name: 'broken.pdf', mimeType: 'application/pdf', buffer: Buffer.concat([whole.subarray(0, 300), Buffer.from('%%EOF')]) },
  ])
  await page.getByRole('list', { name: 'Files' }).getByRole('listitem').nth(1).waitFor()

  await asha.button('Look at charge.pdf').click()
  await page.getByRole('img', { name: 'Page 1 of charge.pdf' }).locator('canvas').waitFor()
  await page.getByText('Page 1 of 3').waitFor()
  await page.getByText('Charge sheet of the third of May').waitFor({ state: 'attached' })
  const ink = () =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas.pdf-page')
      const points = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
      return points.filter((value, i) => i % 4 === 0 && value < 128).length
    })
  expect(await ink()).toBeGreaterThan(100)
  await page.evaluate(AXE)
  const { violations } = await page.evaluate<{ violations: { id: string }[] }>('axe.run(document, { resultTypes: ["violations"] })')
  expect(violations.map(({ id }) => id)).toEqual([])
  await asha.button('Next page').click()
  await page.getByText('Page 2 of 3').waitFor()
  await page.getByText('The second page').waitFor({ state: 'attached' })
  await page.keyboard.press('PageDown')
  await page.getByText('Page 3 of 3').waitFor()
  await page.getByText('The last page').waitFor({ state: 'attached' })
  expect(await asha.button('Next page').isDisabled()).toBe(true)
  await asha.button('Who had this file').click()
  await page.getByRole('list', { name: 'Who had this file, oldest first' }).getByText('Looked at').waitFor()
  await page.keyboard.press('Escape')

  await asha.button('Look at broken.pdf').click()
  await page.getByText('Parasol cannot read this file as what it says it is.').waitFor()
  await page.keyboard.press('Escape')

  const out = mkdtempSync(join(tmpdir(), 'parasol-e2e-out-'))
  await asha.button('Save charge.pdf on this computer').click()
  await page.getByText('Its words can no longer be searched').waitFor()
  await asha.field('Folder to save it in').fill(out)
  await asha.button('Save the file').click()
  await page.getByText('Saved as paper.pdf.').first().waitFor()
  expect(readdirSync(out)).toEqual(['paper.pdf'])
  const copy = readFileSync(join(out, 'paper.pdf'))
  const seen = await everythingIn(copy)
  for (const text of [
    ...Object.values(HIDDEN),
    HIDDEN.comment.replaceAll(' ', '_'),
    'list.txt',
    'Charge sheet',
    'charge.pdf',
    'CreationDate',
    'Producer',
    'Creator',
    'pdf-lib',
    'JavaScript',
    'EmbeddedFile',
    'Metadata',
    '/Note',
  ])
    for (const form of forms(text)) expect(seen.includes(form), text).toBe(false)
  const parsed = await PDFDocument.load(copy, { updateMetadata: false })
  expect(parsed.getPages().map((one) => Object.values(one.getSize()))).toEqual([
    [595, 842],
    [595, 842],
    [595, 842],
  ])
  expect(parsed.catalog.keys().map(String).sort()).toEqual(['/Pages', '/Type'])
  const kinds = parsed.context.enumerateIndirectObjects().map(([, object]) => {
    const dict = object instanceof PDFRawStream ? object.dict : object
    return dict instanceof PDFDict ? String(dict.get(PDFName.of('Subtype')) ?? dict.get(PDFName.of('Type')) ?? 'other') : 'other'
  })
  expect(kinds.filter((kind) => kind === '/Image')).toHaveLength(3)
  rmSync(out, { recursive: true })
  expect(app.complaints).toEqual([])
  await app.close()
})
