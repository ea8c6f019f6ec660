import { describe, expect, it } from 'vitest'
import { encode } from '../support/letters.ts'
import { xlsx } from '../support/xlsx.ts'
import { axeOn } from './axe.ts'
import { openMade, openOrganisation } from './organisation.ts'
import { messyTable } from './person.ts'

const COALITION = 'Lakeside Alliance'
const ROWS = 1_340

/** A log as an organisation has it in one workbook: a sheet that explains, the table below a title, and something put away. */
const workbook = () =>
  xlsx({
    sheets: [
      { name: 'Read me', rows: [['How we write things down']] },
      { name: 'Log', rows: [['Our log of 2024'], [], ...messyTable(ROWS)] },
      { name: 'Old', rows: [['a'], ['1']], hidden: true },
    ],
  })

describe('a log in a workbook', () => {
  it('is found in its sheet below its title, comes in whole, is taken back, and comes in again', async () => {
    const { app, person: asha } = await openOrganisation('Bar Hostess Group')
    const { page } = app
    await asha.goTo('Log')
    await asha.button('Bring in a spreadsheet').first().click()
    await asha.field('Spreadsheet file').setInputFiles({ name: 'log 2024.xlsx', mimeType: '', buffer: workbook() })
    await asha.button(/^Import 1,340 rows for us only$/).waitFor()
    expect(await asha.field('Sheet').getByRole('option').allTextContents()).toEqual(['Read me', 'Log', 'Old (hidden)'])
    expect(await asha.field('The names of the columns are in').inputValue()).toBe('3')

    await asha.field('Sheet').focus()
    await asha.field('Sheet').selectOption('Read me')
    await page.getByText('There are no rows here').waitFor()
    expect(await asha.field('Sheet').evaluate((field) => field === document.activeElement)).toBe(true)
    await asha.field('Sheet').selectOption('Log')
    await asha.button(/^Import 1,340 rows for us only$/).click()
    await page.getByText('1,340 incidents are saved in your log.').waitFor()

    await asha.goTo('Log')
    await asha.search('1339')
    // One is changed, and stays when the rest is taken back.
    await asha.row('Raid number 1339, "quoted"').click()
    await asha.button('Amend').click()
    await asha.field('Where').fill('Kisumu')
    await asha.saved(() => asha.button('Save the changes for us only').click())
    await asha.search('')
    await asha.goTo('Log')
    await asha.button('Bring in a spreadsheet').first().click()
    await asha.button('Undo log 2024.xlsx').click()
    await page.getByText('Raid number 1339, "quoted" (changed since)').waitFor()
    await asha.button('Undo 1,339 incidents').click()
    await page.getByText('1,339 incidents are gone from your log.').waitFor()
    await page.getByText('1 incident has stayed in your log.').waitFor()

    await asha.button('Bring in a file').click()
    await asha.field('Spreadsheet file').setInputFiles({ name: 'log 2024.xlsx', mimeType: '', buffer: workbook() })
    await page.getByText('1 row is already in your log and will be left out.').waitFor()
    await asha.button(/^Import 1,339 rows for us only$/).click()
    await page.getByText('1,339 incidents are saved in your log.').waitFor()
    await asha.button('Undo this import…').click()
    await asha.button('Leave it as it is').click()
    await page.getByText('1,339 incidents are saved in your log.').waitFor()
    await asha.goTo('Log')
    await page.getByText('1,340 incidents').first().waitFor()

    expect(app.complaints).toEqual([])
    await app.close()
  })

  it('leaves rows out of a coalition that may name somebody, until somebody has read them', async () => {
    const { app, person: asha } = await openMade('Bar Hostess Group', async (client, audience) => {
      await client.cards.create({ audience, card: { kind: 'person', fields: { pseudonym: 'Neema' } } })
      await client.coalitions.found({ name: COALITION })
    })
    const { page } = app
    await asha.button('Bring in a spreadsheet').first().click()
    const buffer = Buffer.from('What happened\nRaid at the gate\nNeema was taken\nShe was hit')
    await asha.field('Spreadsheet file').setInputFiles({ name: 'log.csv', mimeType: '', buffer })
    await asha.button(/^Import 3 rows for us only$/).waitFor()
    const note = page.getByText('1 row may name somebody who is not to be named.')
    expect(await note.count()).toBe(0)
    await page.getByRole('radio', { name: COALITION }).check({ force: true })
    await asha.button(`Import 2 rows and share with ${COALITION}`).waitFor()
    await note.waitFor()
    await page.getByText('Its words may name somebody who is not to be named: read it before it goes').first().waitFor()
    expect(await axeOn(page, 'import, a row that may name somebody')).toEqual([])
    const read = page.getByRole('checkbox', { name: 'I have read it, and it may go as it is' })
    await read.focus()
    await page.keyboard.press('Space')
    await asha.button(`Import 3 rows and share with ${COALITION}`).waitFor()
    await page.keyboard.press('Space')
    await asha.button(`Import 2 rows and share with ${COALITION}`).click()
    await page.getByText('2 incidents are saved in your log.').waitFor()
    expect(app.complaints).toEqual([])
    await app.close()
  })

  it('is read in the letters that a person chooses, who finds the columns as they were on coming back', async () => {
    const { app, person: asha } = await openOrganisation('Bar Hostess Group')
    const { page } = app
    await asha.button('Bring in a spreadsheet').first().click()
    const buffer = Buffer.from(encode('Title,Town,Remark\nZatrzymanie,Łódź,Proszę pomóc\n', 'windows-1250'))
    await asha.field('Spreadsheet file').setInputFiles({ name: 'log.csv', mimeType: '', buffer })
    const letters = asha.field('Letters of the file')
    const shown = (town: string) => page.getByRole('cell', { name: town, exact: true }).waitFor()
    await letters.focus()
    await letters.selectOption('Central European')
    await shown('Łódź')
    expect(await letters.evaluate((field) => field === document.activeElement)).toBe(true)
    const remark = asha.field('Where column Remark goes')
    await remark.selectOption('What we did')
    await letters.selectOption('Turkish')
    await shown('£ódŸ')
    expect(await remark.inputValue()).toBe('other')
    await letters.selectOption('Central European')
    await shown('Łódź')
    expect(await remark.inputValue()).toBe('response')
    expect(await axeOn(page, 'import, letters of the file')).toEqual([])
    await asha.button('Import 1 row for us only').click()
    await page.getByText('1 incident is saved in your log.').waitFor()
    await asha.goTo('Log')
    await asha.search('łódź')
    await asha.row('Zatrzymanie').waitFor()
    expect(app.complaints).toEqual([])
    await app.close()
  })
})
