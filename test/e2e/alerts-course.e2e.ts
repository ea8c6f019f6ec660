import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeOn } from './axe.ts'
import { draftKept } from './person.ts'
import { meetingPoints, twoOrganisations } from './two-organisations.ts'

const COALITION = 'Umoja Alliance'
let points: Awaited<ReturnType<typeof meetingPoints>>

beforeAll(async () => {
  points = await meetingPoints()
})
afterAll(() => points.destroy())

it('is raised in four keys and a place, waits for a partner, is answered, goes on, and ends', async () => {
  const [a, b] = await twoOrganisations(['Asha Collective', 'Bella Network'], COALITION, points.address)
  const { page } = a.app
  const axe: string[] = []

  const internet = async (isOn: boolean): Promise<void> => {
    await a.person.goTo('Settings')
    await page.getByText('Reach partners over the internet').first().click()
    await page.getByRole('switch', { name: /Reach partners over the internet/, checked: isOn }).waitFor()
  }

  // Nobody is there: it is kept, and says so everywhere.
  await internet(false)
  await page.keyboard.press('ControlOrMeta+Shift+a')
  await page.getByRole('radio', { name: 'Raid on our premises' }).waitFor()
  axe.push(...(await axeOn(page, 'kinds of alert')))
  await page.keyboard.press('Enter')
  expect(await a.person.field('What is happening').inputValue()).toBe('Raid on our premises')
  await page.keyboard.type('Kariokor')
  await page.getByText('What leaves: what is happening, where, and who is needed.').waitFor()

  // A lock in between takes nothing of it.
  await draftKept(page)
  await a.person.field('What is happening').click()
  await a.person.lock()
  await a.person.unlock(a.person.passphrase)
  await a.person.atLog()
  await page.keyboard.press('ControlOrMeta+Shift+a')
  await page.getByText('This alert was begun before, and was not sent.').waitFor()
  expect(await a.person.field('Where').inputValue()).toBe('Kariokor')
  await page.getByText('Say the exact place too').click()
  await a.person.field('Exact place').fill('Gate 4, behind the market')
  await a.person.button(/^When it began/).click()
  await a.person.field('How to reach us').fill('+254 700 000 000')
  await a.person.field('It goes on for').selectOption({ label: '3 days' })
  await page.getByText('What leaves: what is happening, where, the exact place, who is needed, and how to reach us.').waitFor()
  await a.person.field('Where').focus()
  await page.keyboard.press('Enter')
  await page.getByText('Kept. It goes out as soon as a partner’s computer is there').waitFor()
  // Its end lies ahead by nobody's fault.
  expect(await page.getByText('the clock of one computer is wrong').count()).toBe(0)
  await a.person.goTo('Log')
  await page.getByText('Our alert is with nobody yet: Raid on our premises.').waitFor()
  await page.getByRole('navigation').getByTitle('An alert of ours is with nobody yet').waitFor()

  // The partner is there again, and has it.
  const [again, bella] = [b.app, b.person]
  await internet(true)
  const banner = bella.banner()
  await banner.waitFor({ timeout: 90_000 })
  await page.getByText('Our alert is with nobody yet').waitFor({ state: 'detached' })
  expect(await again.page.locator('body').textContent()).not.toContain('Gate 4')
  await bella.button('Open the alert').click()
  expect(await again.page.getByText('Gate 4').count()).toBe(0)
  await bella.button('Show the exact place').click()
  await again.page.getByText('Gate 4, behind the market').waitFor()
  await bella.button('Cover the exact place').click()
  await bella.button('Ask them a question').click()
  await bella.field('Our question').fill('Which police station?')
  await bella.button('Send the question').click()
  await banner.waitFor({ state: 'detached' })

  // A reply is news: the banner comes back, and takes nothing away from who types.
  await page.getByRole('button', { name: 'Alerts' }).first().click()
  await a.person.button(/^Raid on our premises/).click()
  await page.getByText('Which police station?').waitFor()
  const inTheMiddle = bella.field('Our question')
  await inTheMiddle.fill('And wh')
  await a.person.button('Say what is new').click()
  await a.person.field('What is new').fill('Pangani station')
  await page.keyboard.press('Enter')
  await banner.getByText('News on the alert from Asha Collective').waitFor()
  await again.page.keyboard.type('en?')
  expect(await inTheMiddle.inputValue()).toBe('And when?')

  await bella.respond()
  await banner.waitFor({ state: 'detached' })
  await again.page.getByRole('group', { name: 'What we bring' }).getByText('Lawyer').click()
  await bella.field('In our own words').fill('Two of us by six')
  await bella.button('Say what we bring').click()
  axe.push(...(await axeOn(again.page, 'an alert of a partner')))
  const brings = page.getByRole('list', { name: 'Who brings what' }).getByRole('listitem')
  await brings.filter({ hasText: 'Lawyer' }).filter({ hasText: 'Bella Network' }).waitFor()
  await page.getByText('Still missing: Witnesses').waitFor()
  await page.getByRole('list', { name: 'Answers' }).getByText('Two of us by six').waitFor()

  // Who comes already is told quietly.
  await bella.goTo('Log')
  await a.person.button('Say what is new').click()
  await a.person.field('What is new').fill('They are at the court')
  await page.getByText('It goes on: 3 days more from now').click()
  await page.keyboard.press('Tab')
  await a.person.button(`Say it in ${COALITION}`).click()
  await again.page.getByText('News on the alert from Asha Collective: They are at the court').waitFor()
  expect(await banner.count()).toBe(0)
  await bella.button('Read the news').click()
  await bella.button('We have read the news, and still come').click()
  await bella.button('We have read the news, and still come').waitFor({ state: 'detached' })

  await a.person.button('Say that it is over').click()
  await a.person.field('How it ended').fill('All released')
  await a.person.button('It is over').click()
  await again.page.getByRole('list', { name: 'News so far' }).getByText('All released').waitFor()
  await bella.goTo('Alerts')
  await bella.button(/^Alerts that are over/).click()
  await again.page.getByRole('list', { name: 'Alerts that are over' }).getByRole('button', { name: 'Raid on our premises' }).waitFor()

  // The shortest way: key, kind, place, send. The hands never leave the keyboard.
  await page.keyboard.press('ControlOrMeta+Shift+a')
  await page.getByRole('radio', { name: 'Raid on our premises' }).and(page.locator(':focus')).waitFor()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Gikomba')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Someone was arrested' }).waitFor()
  await banner.getByText('Gikomba').waitFor()
  expect(axe).toEqual([])
  expect([...a.app.complaints, ...again.complaints]).toEqual([])
  await Promise.all([a.app.close(), again.close()])
})
