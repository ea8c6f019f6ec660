import { describe, expect, it } from 'vitest'
import { lookerAt } from './looker.ts'
import { openOrganisation } from './organisation.ts'

const SHOTS = process.env['FIGURES_SHOTS']

/** Twelve incidents of 2025, of which five in Kisima, and one without a date. */
const ROWS = [
  '2025-01-12',
  '2025-01-30',
  '2025-03-02',
  '2025-03-15',
  '2025-04',
  '2025-06-01',
  '2025-06-02',
  '2025-06-03',
  '2025-11-05',
  '2025',
  '2025-12-24',
  '',
].map((day, at) => `${day},${['Kisima', 'Lakeside', 'Harbour town'][at % 3] ?? ''},${at % 2 === 0 ? 'Arrest' : 'Eviction'},Number ${at}`)

describe('figures', () => {
  it('count what the log shows, as charts and as tables with the same numbers', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters')
    const { page } = app
    const lines: string[] = []
    const look = lookerAt(page, lines, SHOTS, [1280, 800], 1_000)
    const numbers = async (table: string): Promise<Record<string, string>> => {
      const rows = await page.getByRole('table', { name: table }).getByRole('row').all()
      const cells = await Promise.all(
        rows.slice(1).map(async (row) => [await row.getByRole('rowheader').textContent(), await row.getByRole('cell').textContent()]),
      )
      return Object.fromEntries(cells) as Record<string, string>
    }
    await asha.button('Bring in a spreadsheet').first().click()
    await asha.field('Spreadsheet file').setInputFiles({
      name: 'old.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['Date,City,Type,What happened', ...ROWS].join('\n')),
    })
    await asha.button(/^Import .* for us only$/).click()
    await asha.button('See the log').click()
    await asha.button('See figures').click()
    await page.getByText('12 incidents are counted here.').waitFor()
    expect(await numbers('By place')).toEqual({ 'Harbour town': '4', Kisima: '4', Lakeside: '4' })
    expect(await numbers('By month')).toMatchObject({
      'January 2025': '2',
      'February 2025': '0',
      'June 2025': '3',
      'Only the year is known': '1',
      'No date': '1',
    })
    const chart = page.getByRole('img', { name: /^By place/ })
    await chart.waitFor()
    expect(await chart.locator('.figure-bar rect').count()).toBe(3)
    expect(await chart.textContent()).toContain('Harbour town')
    const widest = await chart.locator('.figure-bar rect').first().boundingBox()
    expect(widest?.width).toBeGreaterThan(400)
    await look('figures, charts')
    await asha.button('Show tables').click()
    await chart.waitFor({ state: 'detached' })
    await look('figures, tables')
    await asha.button('Show charts').click()
    await chart.waitFor()

    await asha.button('Back to the log').click()
    await asha.search('Lakeside')
    await page.getByRole('status').getByText('4 of 12 incidents').waitFor()
    await asha.button('See figures').click()
    await page.getByText('4 incidents are counted here.').waitFor()
    expect(await numbers('By place')).toEqual({ Lakeside: '4' })
    expect(await chart.locator('.figure-bar rect').count()).toBe(1)
    await app.close()
    expect(lines).toEqual([])
    expect(app.complaints).toEqual([])
  })
})
