import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeOn } from './axe.ts'
import { openMade, openOrganisation } from './organisation.ts'
import { meetingPoints, twoOrganisations } from './two-organisations.ts'

const COALITION = 'Umoja Alliance'
let points: Awaited<ReturnType<typeof meetingPoints>>

beforeAll(async () => {
  points = await meetingPoints()
})
afterAll(() => points.destroy())

interface Desktop {
  said: string[]
}

describe('an alert', () => {
  it('goes out with Enter while places are offered, of which nobody has chosen one', async () => {
    const { app, person } = await openOrganisation('Asha Collective')
    const { page } = app
    await person.found(COALITION)
    await person.write({ title: 'Stopped at the gate', area: 'Kariokor, near the market' })

    await page.keyboard.press('ControlOrMeta+Shift+a')
    await page.getByRole('radio', { name: 'Someone was arrested' }).click()
    const where = page.getByRole('combobox', { name: 'Where' })
    await where.pressSequentially('Kariokor')
    await page.getByRole('option', { name: 'Kariokor, near the market' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Someone was arrested' }).waitFor()
    expect(await page.getByRole('main').textContent()).toContain('Kariokor')
    expect(await page.getByRole('main').textContent()).not.toContain('near the market')

    // One that is chosen is only taken.
    await page.keyboard.press('ControlOrMeta+Shift+a')
    await page.getByRole('radio', { name: 'Someone was arrested' }).click()
    await where.pressSequentially('Kariokor')
    await page.getByRole('option', { name: 'Kariokor, near the market' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('listbox').waitFor({ state: 'detached' })
    expect(await where.inputValue()).toBe('Kariokor, near the market')
    expect(await page.getByRole('heading', { name: 'Raise an alert' }).count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Someone was arrested' }).waitFor()
  })

  it('says while it is typed that it may name somebody, and goes all the same', async () => {
    const { app, person } = await openMade('Asha Collective', async (client, audience) => {
      const identity = { name: 'Grace Akinyi', contact: '', notes: '' }
      await client.cards.create({ audience, card: { kind: 'person', fields: { pseudonym: 'Neema' } }, identity })
      await client.coalitions.found({ name: COALITION })
    })
    const { page } = app
    const hint = page.getByRole('status').filter({ hasText: 'It may name somebody who is not to be named.' })
    await page.keyboard.press('ControlOrMeta+Shift+a')
    const what = person.field('What is happening')
    await what.fill('Akinyi was taken')
    await hint.waitFor()
    expect(await hint.textContent()).not.toContain('Akinyi')
    expect(await axeOn(page, 'raise, a hidden name')).toEqual([])
    await what.fill('One of us was taken')
    await hint.waitFor({ state: 'detached' })
    // Faster than anybody can look.
    await what.fill('Akinyi was taken')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Akinyi was taken' }).waitFor()
    await person.button('Say what is new').click()
    await person.field('What is new').fill('Grace is out')
    await hint.waitFor()
    await person.button(`Say it in ${COALITION}`).click()
    await page.getByText('Grace is out').first().waitFor()
    expect(app.complaints).toEqual([])
    await app.close()
  })

  it('is raised in one window, is at the top of the other at once, and the answer comes back', async () => {
    const [a, b] = await twoOrganisations(['Asha Collective', 'Bella Network'], COALITION, points.address)
    // What the system would show: the one piece that a test cannot see.
    await b.app.page.evaluate(() => {
      const said: string[] = []
      class Shown extends EventTarget {
        static permission = 'granted'
        constructor(title: string, { body }: { body: string }) {
          super()
          said.push(`${title}: ${body}`)
        }
      }
      Object.assign(window, { Notification: Shown, said })
    })
    const said = () => b.app.page.evaluate(() => (window as unknown as Desktop).said)

    await a.person.raise({ what: 'Police at the drop-in centre', area: 'Kariokor', needs: ['Lawyer', 'Media'] })
    expect(await a.app.page.getByText('No answer yet.').count()).toBe(1)
    expect(await a.person.banner().count()).toBe(0)

    const banner = b.person.banner()
    await banner.waitFor()
    const words = await banner.getByRole('alert').textContent()
    for (const word of ['Alert from Asha Collective', 'Police at the drop-in centre', 'Kariokor', 'Lawyer and Media']) {
      expect(words).toContain(word)
    }
    expect(await banner.locator('time').count()).toBe(1)
    expect(await said()).toEqual(['Parasol: Something new'])
    expect(await b.app.page.title()).toBe('Parasol')

    await a.app.page.getByText('With 1 of 1 organisation.').waitFor()

    await b.person.respond()
    await banner.waitFor({ state: 'detached' })
    const answers = a.app.page.getByRole('list', { name: 'Answers' }).getByRole('listitem')
    await answers.filter({ hasText: 'Bella Network' }).filter({ hasText: 'Responding' }).waitFor()

    await b.person.goTo('Alerts')
    await b.app.page.getByRole('list', { name: 'Open alerts' }).getByRole('button', { name: 'Police at the drop-in centre' }).click()
    await b.app.page.getByRole('radio', { name: 'We cannot' }).click()
    await answers.filter({ hasText: 'Cannot help' }).waitFor()
    expect(await answers.count()).toBe(1)

    await a.person.button('Say that it is over').click()
    await a.person.button('It is over').click()
    await b.app.page.getByText('Over since').waitFor()
    await b.person.goTo('Alerts')
    await b.app.page.getByText('No alert is open.').waitFor()

    expect([...a.app.complaints, ...b.app.complaints]).toEqual([])
    await a.app.close()
  })

  it('is answered alone: two quick presses are one answer, and each page has its own buttons', async () => {
    const [a, b] = await twoOrganisations(['Dada Collective', 'Elimu Network'], COALITION, points.address)
    const { page } = b.app
    const [first, second] = ['Raid at the market', 'Arrest near the station']
    await a.person.raise({ what: first })
    await a.person.raise({ what: second })
    const banner = b.person.banner()
    await banner.getByText('1 more alert waits').waitFor()

    // The older one's page: the banner is its own too, and so are the buttons below.
    await b.person.goTo('Alerts')
    const list = page.getByRole('list', { name: 'Open alerts' })
    await list.getByRole('button', { name: first }).click()
    await banner.getByText(first).waitFor()
    await page.getByRole('main').getByRole('radio', { name: 'We are responding' }).waitFor()
    await b.person.goTo('Alerts')
    await banner.getByText(second).waitFor()

    await banner.getByRole('radio', { name: 'We are responding' }).dblclick()
    await banner.getByText('You said: We are responding').waitFor()
    await banner.getByText(second).waitFor()
    const yes = banner.getByRole('radio', { name: 'We are responding' })
    await yes.click()
    expect(await yes.isChecked()).toBe(true)
    await b.person.button('Go on').click()
    await banner.getByText(first).waitFor()
    expect(await banner.getByRole('radio', { checked: true }).count()).toBe(0)

    await b.person.respond()
    await banner.waitFor({ state: 'detached' })
    await a.person.goTo('Alerts')
    for (const what of [second, first]) {
      await a.app.page.getByRole('list', { name: 'Open alerts' }).getByRole('button', { name: what }).click()
      await a.app.page.getByRole('list', { name: 'Answers' }).getByText('Elimu Network').waitFor()
      await a.person.goTo('Alerts')
    }
    expect([...a.app.complaints, ...b.app.complaints]).toEqual([])
    await Promise.all([a.app.close(), b.app.close()])
  })
})
