import { afterAll, beforeAll, expect, it } from 'vitest'
import { meetingPoints, twoOrganisations } from './two-organisations.ts'

const COALITION = 'Umoja Alliance'
let points: Awaited<ReturnType<typeof meetingPoints>>

beforeAll(async () => {
  points = await meetingPoints()
})
afterAll(() => points.destroy())

it('has a steward, and then another founder, and the first one leaves', async () => {
  const [a, b] = await twoOrganisations(['Asha Collective', 'Bella Network'], COALITION, points.address)
  await a.person.openCoalition(COALITION)
  await a.person.button('Make steward: Bella Network').click()
  await a.app.page.getByText('They cannot remove you or another steward.').waitFor()
  await a.person.button('Make them a steward').click()
  await a.app.page.getByText('Steward · Connected now').waitFor()

  await b.person.openCoalition(COALITION)
  await b.app.page.getByText('Steward · This is us').waitFor()
  await b.person.button('Make an invite').waitFor()
  expect(await b.person.button('Remove Asha Collective').count()).toBe(0)

  await a.person.button('Offer founder’s place: Bella Network').click()
  await a.person.button('Offer it to them').click()
  await a.app.page.getByText('Asked to become the founder').waitFor()
  await b.person.button('Accept the place').click()
  await b.app.page.getByText('Founder · This is us').waitFor()
  await a.app.page.getByText('Founder · Connected now').waitFor()
  await a.app.page.getByText('Member · This is us').waitFor()
  expect(await a.person.button('Make an invite').count()).toBe(0)

  await a.person.button('Leave, and leave our incidents with them').click()
  await a.person.button('Leave the coalition').click()
  await a.app.page.getByText('Your organisation is no longer in this coalition.').waitFor()
  await b.app.page.getByRole('list', { name: 'Members' }).getByText('Asha Collective').waitFor({ state: 'detached' })
  await b.app.page.getByText('Have left: Asha Collective').waitFor()
  expect([...a.app.complaints, ...b.app.complaints]).toEqual([])
  await Promise.all([a.app.close(), b.app.close()])
})
