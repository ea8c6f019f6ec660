import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { meetingPoints, twoOrganisations } from './two-organisations.ts'

const COALITION = 'Umoja Alliance'
let meetings: Awaited<ReturnType<typeof meetingPoints>>

beforeAll(async () => {
  meetings = await meetingPoints()
})
afterAll(() => meetings.destroy())

describe('a page that is no incident', () => {
  it('is written for a coalition, read by a partner, changed, and erased there too; what it names stays', async () => {
    const [a, b] = await twoOrganisations(['Asha Collective', 'Bella Network'], COALITION, meetings.address)
    const [asha, bella] = [a.person, b.person]
    await asha.write({ title: 'Raid near Gikomba market' })
    await asha.goTo('People and units')
    await asha.button('Add a person').first().click()
    await asha.field('What we call them').fill('Neema W')
    await asha.saved(() => asha.button('Save this person for us only').click())
    await asha.goTo('To follow')
    await asha.button('Requests for help').click()
    await asha.button('Ask for help').click()
    await asha.field('What is needed, in one line').fill('A lawyer for Neema')
    await a.app.page.getByRole('combobox', { name: 'For whom' }).pressSequentially('nee')
    await a.app.page.getByRole('option', { name: 'Neema W' }).click()
    await a.app.page.getByRole('combobox', { name: 'Because of which incident' }).pressSequentially('gikomba')
    await a.app.page.getByRole('option', { name: /Raid near Gikomba market/ }).click()
    // Nothing is shared that nobody has chosen to share.
    await asha.button('Save the request for us only').waitFor()
    await a.app.page.getByRole('radio', { name: COALITION }).check({ force: true })
    await a.app.page.getByText('are not saved with it').waitFor()
    expect(await a.app.page.getByRole('combobox', { name: 'Because of which incident' }).count()).toBe(0)
    // What we call her is for us, unless somebody says that it may stand there.
    const share = asha.button(`Save and share with ${COALITION}`)
    await a.app.page.getByText('“Neema” stands in “What is needed, in one line”.').waitFor()
    await share.click()
    await a.app.page.getByText('and it is not saved yet').waitFor()
    expect(await share.isDisabled()).toBe(true)
    await asha.field('What is needed, in one line').fill('A lawyer before Friday')
    await a.app.page.getByText('stands in').waitFor({ state: 'detached' })
    // A draft keeps for whom it is.
    await asha.button('Back, and keep the draft').click()
    await asha.button('Go on').click()
    await a.app.page.getByRole('radio', { name: COALITION, checked: true }).waitFor({ state: 'attached' })
    await asha.saved(() => share.click())
    await a.app.page.getByRole('definition').getByText(COALITION, { exact: true }).waitFor()

    await bella.goTo('To follow')
    await bella.button('Requests for help').click()
    await b.app.page.getByRole('button', { name: /A lawyer before Friday/ }).click()
    await b.app.page.getByText('Asha Collective', { exact: true }).first().waitFor()
    expect(await b.app.page.getByText('Raid near Gikomba market').count()).toBe(0)
    expect(await bella.button('Amend').count()).toBe(0)

    await asha.button('Amend').click()
    await asha.field('What is needed, in one line').fill('A lawyer before Thursday')
    await asha.saved(() => asha.button('Save the changes').click())
    await b.app.page.getByRole('heading', { name: 'A lawyer before Thursday' }).waitFor()
    await asha.button('Erase').click()
    await asha.button('Erase it for good').click()
    await bella.button('Back').click()
    await b.app.page.getByRole('button', { name: /A lawyer before/ }).waitFor({ state: 'detached' })
    for (const { app } of [a, b]) {
      expect(app.complaints).toEqual([])
      await app.close()
    }
  })
})

describe('an incident of ours that was shared', () => {
  it('is linked with what a partner says of the same event, from either side, and can still be complained about', async () => {
    const [a, b] = await twoOrganisations(['Asha Collective', 'Bella Network'], COALITION, meetings.address)
    const [asha, bella] = [a.person, b.person]
    await asha.write({ title: 'Raid near Gikomba market' })
    await asha.write({ title: 'Only ours at Gikomba' })
    await asha.share('Raid near Gikomba market', COALITION)
    await bella.write({ title: 'Police came to Gikomba', audience: COALITION })

    await asha.goTo('Log')
    await asha.row('Police came to Gikomba').waitFor()
    await asha.row('Raid near Gikomba market').click()
    await asha.button('Link to another incident').click()
    const other = a.app.page.getByRole('combobox', { name: 'The other incident' })
    await other.pressSequentially('gikomba')
    await a.app.page.getByRole('option', { name: 'Only ours at Gikomba' }).waitFor()
    expect(await a.app.page.getByRole('option', { name: 'Raid near Gikomba market' }).count()).toBe(0)
    await a.app.page.getByRole('option', { name: new RegExp(`Police came to Gikomba.*${COALITION}`) }).click()
    await asha.button('Undo the link: Police came to Gikomba').waitFor()

    await bella.goTo('Log')
    await bella.row('Police came to Gikomba').click()
    const linked = b.app.page.getByRole('list', { name: 'Belongs together with' })
    await linked.getByRole('button', { name: 'Raid near Gikomba market' }).waitFor()

    await asha.button('Undo the link: Police came to Gikomba').click()
    await linked.waitFor({ state: 'detached' })
    await asha.row('Police came to Gikomba').click()
    await asha.button('Link to another incident').click()
    await other.pressSequentially('gikomba')
    await a.app.page.getByRole('option', { name: 'Raid near Gikomba market' }).waitFor()
    expect(await a.app.page.getByRole('option', { name: 'Only ours at Gikomba' }).count()).toBe(0)
    await a.app.page.getByRole('option', { name: 'Raid near Gikomba market' }).click()
    await linked.getByRole('button', { name: 'Raid near Gikomba market' }).waitFor()
    await asha.row('Raid near Gikomba market').click()
    await asha.button('Undo the link: Police came to Gikomba').waitFor()

    await asha.button('Begin a complaint').click()
    await asha.button('Take out Raid near Gikomba market').click()
    const about = a.app.page.getByRole('combobox', { name: 'Incidents it is about' })
    await about.pressSequentially('gikomba')
    await a.app.page.getByRole('option', { name: 'Only ours at Gikomba' }).waitFor()
    await about.press('Escape')
    await a.app.page.getByRole('listbox').waitFor({ state: 'detached' })
    expect(await about.inputValue()).toBe('gikomba')
    // Words alone choose nothing, and do not stay as if they did.
    await about.press('Tab')
    expect(await about.inputValue()).toBe('')
    await about.pressSequentially('zebra')
    await a.app.page.getByText('Nothing has these words.').waitFor()
    await about.press('Tab')
    expect(await about.inputValue()).toBe('')
    await about.pressSequentially('raid')
    await a.app.page.getByRole('option', { name: 'Raid near Gikomba market' }).click()
    await about.press('Escape')
    await asha.button('Take out Raid near Gikomba market').waitFor()
    for (const { app } of [a, b]) {
      expect(app.complaints).toEqual([])
      await app.close()
    }
  })
})
