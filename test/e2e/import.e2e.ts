import { describe, expect, it } from 'vitest'
import { xlsx } from '../support/xlsx.ts'
import { openApp, temporaryProfile } from './harness.ts'
import { messyTable, Person } from './person.ts'

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
  it('is found in its sheet below its title, and every row comes in', async () => {
    const app = await openApp(temporaryProfile())
    const { page } = app
    const asha = new Person(page)
    await asha.startOrganisation('Bar Hostess Group')
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

    expect(app.complaints).toEqual([])
    await app.close()
  })
})
