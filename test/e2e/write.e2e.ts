import { describe, expect, it } from 'vitest'
import { openMade, openOrganisation } from './organisation.ts'
import { draftKept } from './person.ts'

describe('writing it down', () => {
  it('links a name that is typed in full, asks who has not agreed, and lets no search hide what was saved', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters')
    const { page } = app
    const who = (name: string) => page.getByRole('combobox', { name, exact: true })
    const linked = page.getByText('Has a page of their own.')
    const shown = (title: string) => page.getByRole('heading', { name: title }).waitFor()
    await asha.found('Lakeside Alliance')
    await asha.found('Coast Network')
    await asha.goTo('People and units')
    await asha.button('Add a person').first().click()
    await asha.field('What we call them').fill('Néema W')
    await asha.saved(() => asha.button('Save this person for us only').click())
    await asha.goTo('People and units')
    await asha.button('Who did it').first().click()
    await asha.button('Add somebody who did harm').first().click()
    await asha.field('What we call them').fill('Tall sergeant')
    await asha.saved(() => asha.button('Save them for us only').click())

    await asha.goTo('Log')
    await asha.search('nothing has these words')
    await shown('Found')
    await asha.button('Write an incident').first().click()
    await page.getByRole('radio', { name: 'Lakeside Alliance' }).check({ force: true })
    await asha.field('What happened, in one line').fill('Stopped at the gate')

    // The day that is known well is not about right any more.
    await asha.field('In words').fill('last night')
    const about = page.getByRole('checkbox', { name: 'About, not exactly' })
    expect(await about.isChecked()).toBe(true)
    await asha.button('Yesterday').click()
    expect(await about.isChecked()).toBe(false)
    await asha.field('In words').fill('last night')
    expect(await about.isChecked()).toBe(true)
    await asha.button('Today').click()
    expect(await about.isChecked()).toBe(false)

    // What is wrong is in sight, and so is the field that it is about.
    await asha.field('Month').fill('13')
    await asha.field('What happened, in full').focus()
    await page.keyboard.press('ControlOrMeta+Enter')
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).labels?.[0]?.textContent)).toBe('Month')
    const middle = await page.getByRole('group', { name: 'When' }).evaluate((group) => {
      const { top, bottom } = group.getBoundingClientRect()
      return { isWhole: top >= 0 && bottom <= window.innerHeight, problem: group.querySelector('[role="alert"]')?.textContent ?? '' }
    })
    expect(middle).toEqual({ isWhole: true, problem: expect.stringMatching(/./) })
    await asha.button('Today').click()

    // Left by Tab, and left for the button that saves.
    await who('Name or what to call them').fill(' neema  w')
    await page.keyboard.press('Tab')
    await linked.waitFor()
    expect(await who('Name or what to call them').inputValue()).toBe('Néema W')
    await page.getByRole('button', { name: /^Who did it/ }).click()
    await who('Name, number or unit').fill('TALL SERGEANT')
    await page.keyboard.press('ControlOrMeta+Enter')

    await page.getByText('People in it have not agreed yet that Lakeside Alliance may have this.').waitFor()
    await asha.button('Néema W').waitFor()
    await page.getByText('Saved on this computer, for us only. It is not shared yet.').waitFor()
    await asha.button('Back to the incident').click()
    await shown('Stopped at the gate')
    await page.locator('.record').getByRole('button', { name: 'Tall sergeant' }).waitFor()
    expect(await page.getByRole('searchbox').inputValue()).toBe('')
    await asha.goTo('Log')
    await asha.row('Stopped at the gate').waitFor()

    // The log, pressed while it is open, is the whole log.
    await asha.search('nothing has these words')
    await page.getByText('No incident was found').waitFor()
    await asha.goTo('Log')
    await asha.row('Stopped at the gate').waitFor()
    expect(await page.getByRole('searchbox').inputValue()).toBe('')
    expect(app.complaints).toEqual([])
    await app.close()
  })

  it('saves nothing by a slip of Enter, asks about a day that is to come, and brings back who was taken out', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters')
    const { page } = app
    await asha.button('Write an incident').first().click()
    await asha.field('What happened, in one line').fill('Held over night')
    const one = page.getByRole('combobox', { name: 'Name or what to call them', exact: true })
    for (const field of [asha.field('What happened, in one line'), asha.field('Where'), asha.field('Year'), one]) {
      await field.press('Enter')
      await asha.button('Save for us only').waitFor()
    }

    const toCome = page.getByText('This day is still to come.')
    await asha.field('Year').fill('2199')
    await toCome.waitFor()
    await asha.field('Year').fill('2020')
    await toCome.waitFor({ state: 'detached' })

    await one.fill('Mwanaidi')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^More about this person/ }).click()
    await asha.field('What happened to them').fill('Held for two nights.')
    await asha.button('Take out: Person 1').click()
    expect(await one.inputValue()).toBe('')
    await asha.button('Undo').click()
    await expect.poll(() => one.inputValue()).toBe('Mwanaidi')
    await asha.saved(() => asha.button('Save for us only').click())
    await page.getByText('Held for two nights.').waitFor()

    // Who begins a link goes on with it, and is back at the button when it is done.
    const focused = () =>
      page.evaluate(() => (document.activeElement as HTMLInputElement).labels?.[0]?.textContent ?? document.activeElement?.textContent)
    await asha.button('Link to another incident').press('Enter')
    await expect.poll(focused).toBe('The other incident')
    await page.keyboard.press('Escape')
    await asha.button('Link nothing').press('Enter')
    await expect.poll(focused).toBe('Link to another incident')
    expect(app.complaints).toEqual([])
    await app.close()
  })

  it('offers whom and what it knows, also where the engine answers only after the last keystroke', async () => {
    const { app, person: asha } = await openMade('Kisima Sisters', async (client, house) => {
      await client.cards.create({ audience: house, card: { kind: 'perpetrator', fields: { label: 'Tall sergeant' } } })
      for (const area of ['Kibera', 'Kibera, Soweto']) {
        await client.records.create({ audience: house, fields: { title: 'Raid', types: [], start: null, area, narrative: '' } })
      }
    })
    await asha.button('Write an incident').first().click()
    const name = app.page.getByRole('combobox', { name: 'Name, number or unit' })
    await app.page.getByRole('button', { name: /^Who did it/ }).waitFor()
    process.kill(app.enginePid(), 'SIGSTOP')
    await app.page.getByRole('button', { name: /^Who did it/ }).click()
    await name.fill('Tall')
    process.kill(app.enginePid(), 'SIGCONT')
    await app.page.getByRole('option', { name: 'Tall sergeant', exact: true }).click()
    await app.page.getByText('Has a page of their own.').waitFor()

    // Another place begins as the chosen one does: the list stays closed all the same.
    const where = app.page.getByRole('combobox', { name: 'Where' })
    await where.pressSequentially('Kib')
    await app.page.getByRole('option', { name: 'Kibera', exact: true }).click()
    await app.page
      .getByRole('option', { name: /^Kibera/ })
      .first()
      .waitFor({ state: 'detached' })
    expect(await where.inputValue()).toBe('Kibera')
    expect(app.complaints).toEqual([])
    await app.close()
  })

  it('offers what was half written of every kind in the log', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters')
    const { page } = app
    await asha.goTo('To follow')
    await asha.button('Testimonies').click()
    await asha.button('Write a testimony').click()
    await asha.field('Title').fill('What Neema tells')
    await draftKept(page)
    await asha.goTo('Log')
    const draft = page.locator('.note').filter({ hasText: 'What Neema tells' })
    expect(await draft.textContent()).toContain('Testimony')
    await draft.getByRole('button', { name: 'Go on' }).click()
    expect(await asha.field('Title').inputValue()).toBe('What Neema tells')
    await asha.goTo('Log')
    await draft.getByRole('button', { name: 'Throw away' }).click()
    await draft.waitFor({ state: 'detached' })
    await asha.button('Undo').click()
    await draft.waitFor()
    expect(app.complaints).toEqual([])
    await app.close()
  })
})
