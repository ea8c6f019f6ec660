import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openApp, temporaryProfile } from './harness.ts'
import { messySpreadsheet, Person } from './person.ts'

describe('the main job', () => {
  it('creates, writes, imports, locks, unlocks, searches, amends and shows the history', async () => {
    const profile = temporaryProfile()
    const app = await openApp(profile)
    const asha = new Person(app.page)
    await asha.startOrganisation('Bar Hostess Group')
    await asha.write({
      title: 'Raid on the drop-in centre',
      area: 'Kariokor',
      narrative: 'Six officers came at night and took the condoms. Zawadi was held.',
    })
    const sheet = join(dirname(profile), 'old-log.csv')
    await messySpreadsheet(sheet, 200)
    await asha.bringIn(sheet)
    await app.page.getByText('200 incidents are saved in your log.').waitFor()
    await app.page.getByRole('button', { name: 'Bring in another file' }).click()
    await asha.field('Spreadsheet file').setInputFiles(sheet)
    await app.page.getByText('200 rows are already in your log and will be left out.').waitFor()
    expect(await asha.button(/^Import .* for us only$/).isDisabled()).toBe(true)
    await asha.goTo('Log')

    await asha.lock()
    await asha.unlock('not the passphrase at all')
    await app.page.getByRole('alert').first().waitFor()
    expect(await app.page.getByRole('alert').first().textContent()).toMatch(/passphrase/i)
    await asha.unlock()
    await asha.atLog()

    await asha.search('zawad')
    await asha.row('Raid on the drop-in centre').click()
    await app.page.locator('mark', { hasText: 'Zawadi' }).first().waitFor()
    await app.page.getByRole('heading', { name: 'Raid on the drop-in centre' }).waitFor()
    await asha.button('Amend').click()
    await asha.field('What happened, in one line').fill('Raid on the drop-in centre, two held')
    await asha.saved(() => asha.button('Save the changes for us only').click())
    await app.page.getByRole('heading', { name: 'Raid on the drop-in centre, two held' }).waitFor()
    await app.page.getByRole('button', { name: /^History/ }).click()
    const steps = app.page.getByRole('list', { name: 'History, newest first' }).getByRole('listitem')
    await steps.nth(1).waitFor()
    expect(await steps.first().textContent()).toContain('Raid on the drop-in centre')
    await asha.search('MTAA WA 3')
    await app.page
      .getByText(/\d+ of 201 incidents/)
      .first()
      .waitFor()

    expect(app.complaints).toEqual([])
    await app.close()
  })
})
