import { expect, it } from 'vitest'
import { PASSPHRASE } from '../support/engine.ts'
import { Organisations } from '../support/organisations.ts'
import { axeOn } from './axe.ts'
import { openApp } from './harness.ts'
import type { Desk } from './organisation.ts'
import { Person } from './person.ts'

const COALITION = 'Alliance'
const world = Organisations.forThisFile()

/** Organisations in windows of their own, in one coalition that the first has founded: made without the screens, which others test. */
async function windows(...names: string[]): Promise<Desk[]> {
  const [first, ...others] = await Promise.all(names.map((name) => world.organisation(name)))
  const [second, ...later] = others
  if (!first || !second) throw new Error('two at least')
  const spaceId = await world.coalitionOf(first, second)
  for (const one of later) await world.admit(first, one, spaceId)
  await world.place.kill()
  const open = async (name: string): Promise<Desk> => {
    const app = await openApp(world.dirOf(name))
    const person = new Person(app.page)
    await person.unlock(PASSPHRASE)
    await person.confirmWords()
    await person.openCoalition(COALITION)
    return { app, person }
  }
  return Promise.all(names.map(open))
}

it('puts another in the place of a founder, who can say that she is not gone', async () => {
  const [a, b, c] = await windows('Asha Collective', 'Bella Network', 'Cleo House')
  if (!a || !b || !c) throw new Error('three were started')
  // One steward could put nobody in the place.
  expect(await b.person.button('The founder is gone for good').count()).toBe(0)
  for (const name of ['Bella Network', 'Cleo House']) {
    await a.person.button(`Make steward: ${name}`).click()
    await a.person.button('Make them a steward').click()
  }
  const lines: string[] = []
  const another = (desk: Desk) => desk.app.page.getByRole('region', { name: 'Another founder' })

  // Bella by keyboard.
  const choice = b.person.field('Who takes their place')
  await choice.selectOption({ label: 'Cleo House' })
  await choice.press('Tab')
  await b.app.page.keyboard.press('Enter')
  await b.app.page.getByText('Asha Collective is connected now. Call them first.').waitFor()
  await b.app.page.getByText('2 of 2 stewards have to say the same, and then Cleo House has to accept.').waitFor()
  lines.push(...(await axeOn(b.app.page, 'the question')))
  await b.app.page.keyboard.press('Tab')
  await b.app.page.keyboard.press('Enter')
  await another(b).getByText('Said by 1 of 2 stewards: you. It takes 2 stewards. Not said so yet: Cleo House.').waitFor()
  lines.push(...(await axeOn(b.app.page, 'the state')))
  await another(c).getByText('In their place: you. Said by 1 of 2 stewards: Bella Network.').waitFor()

  await a.person.goTo('Log')
  await a.person.button('See what they say').click()
  await another(a).getByText('In your place: Cleo House. Said by 1 of 2 stewards: Bella Network.').waitFor()
  lines.push(...(await axeOn(a.app.page, 'what the founder hears')))
  await a.person.button('We are here').click()
  for (const desk of [a, b, c]) await another(desk).waitFor({ state: 'detached' })

  const sayAgain = async (): Promise<void> => {
    await b.person.field('Who takes their place').selectOption({ label: 'Cleo House' })
    await b.person.button('The founder is gone for good').click()
    await b.person.button('Put Cleo House in the founder’s place').click()
  }
  await sayAgain()
  await another(c).waitFor()
  await b.person.button('Withdraw what we said').click()
  await another(c).waitFor({ state: 'detached' })
  await sayAgain()
  await c.person.button('We take the place').click()
  await c.person.button('Yes, we take the place').click()
  await c.app.page.getByText('They say that Asha Collective is gone for good: Bella Network and you.').waitFor()
  await another(b).getByText('That is enough. It only waits until Cleo House accepts.').waitFor()
  lines.push(...(await axeOn(c.app.page, 'the place')))
  await c.person.button('Accept the place').click()
  await c.app.page.getByText('Founder · This is us').waitFor()
  await b.app.page.getByText('Founder · Connected now').waitFor()
  for (const { app } of [b, c])
    await app.page.getByRole('list', { name: 'Members' }).getByText('Asha Collective').waitFor({ state: 'detached' })
  // Her computer is told so, and she sees it.
  await a.app.page.getByText('have put Cleo House in your place as the founder').waitFor()
  lines.push(...(await axeOn(a.app.page, 'what the founder of before sees')))
  expect(lines).toEqual([])
  expect([a, b, c].flatMap(({ app }) => app.complaints)).toEqual([])
  await Promise.all([a, b, c].map(({ app }) => app.close()))
})
