import { describe, expect, it } from 'vitest'
import { openApp } from './harness.ts'
import { openOrganisation } from './organisation.ts'
import { Person } from './person.ts'

/** A night at the station: everything that an incident can say, written without a pointer. */
class Night extends Person {
  key(key: string) {
    return this.page.keyboard.press(key)
  }
  type(text: string) {
    return this.page.keyboard.type(text)
  }
  section(name: string) {
    return this.page.getByRole('button', { name: new RegExp(`^${name}`) })
  }
  /** Opens a section of the form, or closes it. */
  async press(name: string): Promise<void> {
    await this.section(name).focus()
    await this.key('Enter')
  }
  group(name: string) {
    return this.page.getByRole('group', { name, exact: true })
  }
  combo(name: string) {
    return this.page.getByRole('combobox', { name, exact: true })
  }
  /** Types into whatever has that name, and leaves it. */
  async say(name: string, text: string): Promise<void> {
    await this.field(name).focus()
    await this.type(text)
  }
  /** Types a name, and takes what is offered for it. */
  async pick(combo: ReturnType<Night['combo']>, text: string, option: string | RegExp): Promise<void> {
    await combo.focus()
    await this.type(text)
    const wanted = this.page.getByRole('option', typeof option === 'string' ? { name: option, exact: true } : { name: option })
    // What scrolls the field into sight closes the list again; the arrow opens it, as it would for a person.
    await expect
      .poll(async () => {
        if ((await wanted.and(this.page.locator('[data-focused]')).count()) === 0) await this.key('ArrowDown')
        return wanted.and(this.page.locator('[data-focused]')).count()
      })
      .toBe(1)
    await this.key('Enter')
    await this.page.getByRole('listbox').waitFor({ state: 'detached' })
  }
}

describe('a night at the station', () => {
  it('is written by keyboard, survives a lock and a power cut, is shown, amended, linked, and stays at home where it must', async () => {
    const desk = await openOrganisation('Kisima Sisters')
    let { app } = desk
    let { page, profileDir: profile } = app
    let asha = new Night(page)
    asha.passphrase = desk.person.passphrase
    await asha.write({ title: 'Raid on the drop-in centre', area: 'Kibera' })
    await asha.found('Lakeside Alliance')
    await asha.goTo('Log')
    await asha.button('Write an incident').first().focus()
    await asha.key('Enter')

    await asha.say('What happened, in one line', 'Raid in Kibera, two held')
    await asha.press('Kinds')
    await page.getByRole('checkbox', { name: 'Arrest', exact: true }).focus()
    await asha.key('Space')
    await asha.say('A kind of our own', 'Van stopped')
    await asha.button('Add this kind').focus()
    await asha.key('Enter')
    await page.getByRole('checkbox', { name: 'Van stopped', checked: true }).waitFor({ state: 'attached' })
    await asha.press('Kinds')
    await asha.say('Where', 'Kibera')
    await asha.key('Escape')
    await asha.say('In words', 'today at 11 pm')
    await page.getByText(/^Understood as: .*, 23:00$/).waitFor()
    expect(await asha.field('Time').inputValue()).toBe('23:00')
    await page.getByText(/^Looks like “Raid on the drop-in centre”/).waitFor()

    await asha.pick(asha.combo('Name or what to call them'), 'Neema', 'Add “Neema” to our people')
    await page.getByText('Gets a page of their own when you save.').waitFor()
    await asha.key('Tab')
    await asha.key('Space')
    await asha.key('ArrowRight')
    await asha.key('Space')
    await page.getByRole('button', { name: 'Bail money', pressed: true }).waitFor()

    await asha.press('Who did it')
    await asha.pick(asha.combo('Name, number or unit'), 'Tall one', 'Add “Tall one” to those we know of')
    await asha.field('What they are').selectOption('Police')
    await asha.press('More about them')
    await asha.say('Unit or station', 'Kasarani')
    await asha.button('Add another person or unit').focus()
    await asha.key('Enter')
    // The focus goes on with the new one.
    await asha.group('Person or unit 2').waitFor()
    await asha.type('6 officers')
    await asha.key('Escape')
    // A liberty kind was ticked: the section stands open.
    await asha.field('A lawyer for them').selectOption('Asked for a lawyer and got none')
    await asha.say('When they were let go', 'some day')
    await asha.press('Exact place')
    await asha.say('Address or position', '14 Mill Lane, third door')
    await page.getByRole('button', { name: 'Throw away', exact: true }).focus()
    await page.getByText('An exact place is written here, and covered.').waitFor()
    await asha.say('Recorded by', 'AO')
    await asha.key('Escape')
    await page.locator('.draft-note[aria-busy="false"]').waitFor()

    await asha.lock()
    await asha.unlock()
    await asha.atLog()
    await page.getByText('You began to write something').waitFor()
    const { passphrase } = asha
    expect(app.complaints).toEqual([])
    await app.kill()
    app = await openApp(profile)
    page = app.page
    asha = new Night(page)
    await asha.unlock(passphrase)
    await asha.atLog()
    await asha.button('Go on').focus()
    await asha.key('Enter')
    await asha.field('What happened, in one line').waitFor()
    expect(await asha.combo('Name or what to call them').inputValue()).toBe('Neema')
    expect(await asha.field('In words').inputValue()).toBe('today at 11 pm')
    expect(await page.getByText('14 Mill Lane').count()).toBe(0)

    await asha.key('ControlOrMeta+Enter')
    await page.getByText(/^Parasol finds no date in these words/).waitFor()
    await expect
      .poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).labels?.[0]?.textContent))
      .toBe('When they were let go')
    await asha.field('When they were let go').fill('tomorrow')
    await asha.saved(() => asha.key('ControlOrMeta+Enter'))
    await page.getByRole('heading', { name: 'Raid in Kibera, two held' }).waitFor()
    const shown = (await page.locator('.record').textContent()) ?? ''
    for (const words of [
      'Neema',
      'Lawyer and Bail money',
      'Tall one',
      'Kasarani',
      '6 officers',
      'Asked for a lawyer and got none',
      'Van stopped',
      'by AO',
    ])
      expect(shown).toContain(words)
    expect(shown).not.toContain('Mill Lane')
    await asha.group('Exact place').getByRole('button', { name: 'Show', exact: true }).focus()
    await asha.key('Enter')
    await page.getByText('14 Mill Lane, third door').waitFor()
    await page.evaluate(() => window.dispatchEvent(new Event('blur')))
    await page.getByText('14 Mill Lane, third door').waitFor({ state: 'detached' })

    await asha.button('Link to another incident').click()
    await asha.field('This incident').selectOption('Follows')
    await asha.pick(asha.combo('The other incident'), 'drop-in', /^Raid on the drop-in centre/)
    await asha.button('Undo the link: Raid on the drop-in centre').waitFor()
    await asha.row('Raid on the drop-in centre').click()
    await page.getByText('Followed by').waitFor()
    await asha.row('Raid in Kibera, two held').click()

    await asha.button('Amend').click()
    await asha.group('Person or unit 1').waitFor({ state: 'detached' })
    await asha.press('Who did it')
    await asha.button('Take out: Person or unit 2').focus()
    await asha.key('Enter')
    await asha.saved(() => asha.key('ControlOrMeta+Enter'))
    await page.getByRole('button', { name: /^History/ }).click()
    const latest = page.getByRole('list', { name: 'History, newest first' }).getByRole('listitem').first()
    await latest.waitFor()
    expect(await latest.textContent()).toMatch(/Who did it.*6 officers.*Nothing/)

    await asha.button('Share with a coalition…').click()
    await page.getByText('People in it have not agreed yet').waitFor()
    await asha.button('Show what leaves').click()
    expect(await page.getByText('Sharing cannot be taken back.').count()).toBe(0)

    await asha.goTo('Log')
    await asha.button('Write an incident').first().click()
    // Somebody new whose name begins like a known one: once they are added, nobody is on offer any more.
    await asha.pick(asha.combo('Name or what to call them'), 'Nee', 'Add “Nee” to our people')
    await page.getByText('Gets a page of their own when you save.').waitFor()
    await asha.combo('Name or what to call them').fill('')
    await asha.key('Escape')
    await page.getByRole('radio', { name: 'Lakeside Alliance' }).check({ force: true })
    await asha.say('What happened, in one line', 'Threats at the market')
    await asha.pick(asha.combo('Recorded by'), 'A', 'AO')
    await page.getByText('This stays with us: Recorded by.').waitFor()
    await asha.saved(() => asha.button('Save and share with Lakeside Alliance').click())
    expect(await page.locator('.record').textContent()).toContain('by AO')
    await asha.button('What they read: Lakeside Alliance').click()
    await page.getByText('You shared it from an incident of your own').waitFor()
    expect(await page.locator('.record').textContent()).not.toContain('by AO')

    // A kind of our own can be called otherwise.
    await asha.goTo('Settings')
    await asha.button('Van stopped').click()
    await asha.button('Amend').click()
    await asha.field('Name of the kind').fill('Stopped in the van')
    await asha.saved(() => asha.button('Save the changes').click())
    await asha.goTo('Settings')
    await asha.button('Stopped in the van').waitFor()
    expect(app.complaints).toEqual([])
    await app.close()
  })
})
