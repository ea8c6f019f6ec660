import { expect, it } from 'vitest'
import { axeOn } from './axe.ts'
import { lookerAt } from './looker.ts'
import { openOrganisation } from './organisation.ts'

/** More than a list that needs no search. */
const OVER = 8

it('an alert is found again in the log by what was said of it, and among those that are over', async () => {
  const { app, person } = await openOrganisation('Asha Collective')
  const { page } = app
  const lines: string[] = []
  const look = lookerAt(page, lines, process.env['ALERTS_FOUND_SHOTS'])
  await person.found('Umoja Alliance')
  await person.write({ title: 'Lorry stopped at the gate', area: 'Kariokor' })
  for (let n = 1; n <= OVER; n++) {
    await person.raise({ what: `Raid number ${n}`, area: 'Kariokor' })
    await person.button('Say that it is over').click()
    await person.field('How it ended').fill(n === 2 ? 'The lorry has left' : '')
    await person.button('It is over').click()
    await page.getByText('Over since').waitFor()
  }
  await person.raise({ what: 'Arrest of the lorry driver', area: 'Mathare' })

  await person.goTo('Log')
  await person.search('lorr')
  const beside = page.getByRole('list', { name: 'Alerts, people and other records with these words' }).getByRole('button')
  await beside.first().waitFor()
  await person.row('Lorry stopped at the gate').waitFor()
  const words = await beside.allTextContents()
  expect(words.map((one) => one.replace(/,.*$/, ''))).toEqual(['Arrest of the lorry driver Open alert', 'Raid number 2 Alert'])
  expect(await axeOn(page, 'a search that finds alerts')).toEqual([])
  await beside.filter({ hasText: 'Raid number 2' }).click()
  await page.getByRole('heading', { name: 'Raid number 2' }).waitFor()
  await page.getByText('The lorry has left').waitFor()

  // The same box leads to places, and to the parts of the program and what can be done there.
  await person.goTo('Log')
  const ways = page.getByRole('list', { name: 'Places, and what can be opened or done, with these words' }).getByRole('button')
  await person.search('kario')
  await ways.filter({ hasText: 'Kariokor' }).click()
  await page.getByRole('heading', { name: 'Kariokor', exact: true }).waitFor()
  await person.search('coal')
  await ways.nth(1).waitFor()
  expect((await ways.allTextContents()).map((one) => one.trim())).toEqual(['Go to: Coalitions Ctrl+Shift+5', 'Found a coalition'])
  expect(await axeOn(page, 'a search that finds what can be done')).toEqual([])
  await ways.first().click()
  await page.getByRole('list', { name: 'Our coalitions' }).waitFor()
  expect(await page.getByRole('searchbox', { name: 'Search the log' }).inputValue()).toBe('')

  // Of more than a few it shows the newest, and leads to the rest.
  await person.goTo('Log')
  await person.search('raid number')
  await person.button('Show more in past alerts').waitFor()
  const some = await beside.allTextContents()
  expect(some.map((one) => one.replace(/ Alert,.*$/, ''))).toEqual([
    ...[8, 7, 6, 5].map((n) => `Raid number ${n}`),
    'Show more in past alerts',
  ])
  await look('a search that finds more alerts')
  await person.button('Show more in past alerts').click()
  await page
    .getByRole('list', { name: 'Alerts that are over' })
    .getByRole('button')
    .nth(OVER - 1)
    .waitFor()
  const field = person.field('Find an alert')
  expect(await field.inputValue()).toBe('raid number')
  expect(await field.evaluate((input) => input === document.activeElement)).toBe(true)
  await look('past alerts, searched')

  await person.goTo('Alerts')
  await person.button('Alerts that are over').click()
  const over = page.getByRole('list', { name: 'Alerts that are over' }).getByRole('button')
  await over.nth(OVER - 1).waitFor()
  await person.field('Find an alert').fill('lorry')
  await over.nth(1).waitFor({ state: 'detached' })
  expect(await over.allTextContents()).toEqual([expect.stringContaining('Raid number 2')])
  await page.getByRole('status').getByText('1 found', { exact: true }).waitFor({ state: 'attached' })
  expect(await axeOn(page, 'a search among alerts')).toEqual([])
  await person.field('Find an alert').fill('nothing like it')
  await page.getByText('Nothing here has these words.').waitFor()
  await person.field('Find an alert').fill('')
  await over.nth(OVER - 1).waitFor()
  // With so few hits the field would not be offered: it stays for whoever is in it.
  expect(await person.field('Find an alert').evaluate((field) => field === document.activeElement)).toBe(true)
  expect(lines).toEqual([])
  expect(app.complaints).toEqual([])
})
