import { expect, it } from 'vitest'
import { incident } from '../support/engine.ts'
import { lookerAt } from './looker.ts'
import { openMade } from './organisation.ts'
import { draftKept } from './person.ts'

const RAID = 'Raid on the drop-in centre'
const NOTE = 'Arrests every Friday'

it('says on the page of a record that a change of it was begun, to go on with or to throw away, and F6 goes to Undo', async () => {
  const { app, person: asha } = await openMade('Kisima Sisters', async (client, audience) => {
    await client.records.create({ audience, fields: incident(RAID) })
    await client.cards.create({ audience, card: { kind: 'note', fields: { title: NOTE } } })
  })
  const { page } = app
  const lines: string[] = []
  const look = lookerAt(page, lines, process.env['BEGUN_CHANGE_SHOTS'])
  const begun = page.getByRole('main').locator('.note', { hasText: 'You began to change this' })
  const press = (name: string) => begun.getByRole('button', { name }).click()
  const change = async (field: string, words: string): Promise<void> => {
    await asha.button('Amend').click()
    await asha.field(field).fill(words)
    await draftKept(page)
    await page.keyboard.press('Escape')
    await asha.button('Back, and keep the draft').click()
    await begun.waitFor()
  }

  await asha.row(RAID).click()
  await page.getByRole('heading', { name: RAID }).waitFor()
  expect(await begun.count()).toBe(0)
  await change('What happened, in full', 'They came back at four.')
  await look('an incident, a change begun')
  await press('Go on')
  expect(await asha.field('What happened, in full').inputValue()).toBe('They came back at four.')
  await asha.saved(() => asha.button('Save the changes for us only').click())
  await page.getByText('They came back at four.').first().waitFor()
  expect(await begun.count()).toBe(0)

  await asha.goTo('To follow')
  await asha.button('Security notes').click()
  await page.getByRole('button', { name: new RegExp(NOTE) }).click()
  await change('What we advise', 'Leave in pairs.')
  await look('a note, a change begun')
  await press('Throw away')
  await begun.waitFor({ state: 'detached' })
  // Without a pointer: to Undo, and back to where one was.
  await page.getByRole('heading', { name: NOTE }).focus()
  await page.keyboard.press('F6')
  await page.locator('.notice button:focus').waitFor()
  await look('the notice, by F6')
  await page.keyboard.press('Enter')
  await begun.waitFor()
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(NOTE)
  await press('Go on')
  expect(await asha.field('What we advise').inputValue()).toBe('Leave in pairs.')
  expect(lines).toEqual([])
  expect(app.complaints).toEqual([])
})
