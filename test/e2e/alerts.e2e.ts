import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
    for (const word of ['Alert from Asha Collective', 'Police at the drop-in centre', 'Kariokor', 'Lawyer, Media']) {
      expect(words).toContain(word)
    }
    expect(await banner.locator('time').count()).toBe(1)
    expect(await said()).toEqual(['Parasol: Something new'])
    expect(await b.app.page.title()).toBe('Parasol')

    await a.app.page.getByText('With 1 of 1 organisation.').waitFor()

    await banner.getByRole('radio', { name: 'We are responding' }).click()
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
})
