import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { axeOn } from './axe.ts'
import { openApp, temporaryProfile } from './harness.ts'
import { Person } from './person.ts'

describe('every screen', () => {
  it('has nothing that axe objects to, in light and dark and from right to left, and says "Parasol" in the title', async () => {
    const app = await openApp(temporaryProfile())
    const { page } = app
    const asha = new Person(page)
    const lines: string[] = []
    const look = async (screen: string): Promise<void> => {
      lines.push(...(await axeOn(page, screen)))
      expect(await page.title()).toBe('Parasol')
    }
    await asha.button('Start our organisation').waitFor()
    await look('first run')
    await asha.button('Add this computer to an organisation').click()
    await asha.field('Name of this computer').waitFor()
    await look('add this computer')
    await asha.button('Back').click()
    await asha.startOrganisation('Kisima Sisters')
    await look('empty log')
    expect(await asha.button('Save as a spreadsheet').count()).toBe(0)
    await asha.write({ title: 'Raid on the drop-in centre', area: 'Kariokor', narrative: 'Six officers came at night.' })
    await asha.button('Link to another incident').click()
    await asha.button('Link nothing').waitFor()
    await look('incident')
    await asha.button('Amend').click()
    await asha.field('What happened, in one line').waitFor()
    await look('amend')
    await asha.goTo('Log')
    await asha.search('officer')
    await page.locator('mark').first().waitFor()
    await look('search')
    await asha.search('')
    await asha.goTo('Log')
    await asha.button('Write an incident').first().click()
    await asha.button('Save for us only').click()
    await page.getByText('Write a few words about what happened.').first().waitFor()
    await look('write, with what is missing')
    for (const section of [/^Kinds/, /^More about this person/, /^Who did it/, /^Arrest and custody/, /^Exact place/, /^How we know it/])
      await page.getByRole('button', { name: section }).click()
    await asha.field('Address or position').waitFor()
    await look('write, with its sections open')
    await asha.goTo('Log')
    await asha.button('Bring in a spreadsheet').click()
    await asha.field('Spreadsheet file').setInputFiles({
      name: 'old.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('Date,City,What happened\n2026-03-12,Kisima,Stopped by two officers\n41/03/2026,Kisima,Followed home'),
    })
    await asha.button(/^Import .* for us only$/).waitFor()
    await look('import')
    await asha.goTo('Log')
    await asha.button('Save as a spreadsheet').click()
    await asha.button('Save the file').waitFor()
    await look('export')
    await asha.goTo('Coalitions')
    await asha.button('Found a coalition').first().waitFor()
    await look('coalitions')
    await asha.found('Lakeside Alliance')
    await look('a coalition')
    await asha.goTo('Log')
    await asha.row('Raid on the drop-in centre').click()
    await asha.button('Share with a coalition…').click()
    await asha.button('Show what leaves').waitFor()
    await look('share, with whom')
    await asha.button('Show what leaves').click()
    await asha.button('Share with Lakeside Alliance').waitFor()
    await look('share, what leaves')
    await asha.button('Share with Lakeside Alliance').click()
    await asha.button('What they read: Lakeside Alliance').waitFor()
    await look('an incident that was shared')
    await page.keyboard.press('ControlOrMeta+Shift+a')
    await asha.button(/^Raise the alert in /).click()
    await page.getByText('Write a few words about what is happening.').waitFor()
    await look('raise an alert, with what is missing')
    await asha.raise({ what: 'Police at the drop-in centre', area: 'Kariokor', needs: ['Lawyer'] })
    await look('an alert of our own')
    await asha.goTo('Alerts')
    await asha.button(/^Police at the drop-in centre/).waitFor()
    await look('alerts')
    await asha.exchange(dirname(app.profileDir))
    await look('courier drive, after the exchange')
    await asha.goTo('Settings')
    await asha.button('Change the passphrase').waitFor()
    await look('settings')
    await asha.openComputers()
    await asha.button('Make an invite').click()
    await asha.field('Invite to hand over').waitFor()
    await look('our computers, with an invite')
    await asha.button('Rename Computer 1').click()
    await asha.field('New name for Computer 1').waitFor()
    await look('a new name for a computer')
    await asha.lock()
    await look('locked')
    expect(lines).toEqual([])
    expect(app.complaints).toEqual([])
    await app.close()
  })

  it('can be used without a pointer: begin, write, search, lock', async () => {
    const app = await openApp(temporaryProfile())
    const { page } = app
    const { keyboard } = page
    const asha = new Person(page)

    /** Tab until it has the focus, as a person does who sees only the ring. */
    const reach = async (name: string): Promise<void> => {
      for (let presses = 0; presses < 60; presses += 1) {
        const here = await page.evaluate(() => {
          const at = document.activeElement
          const label = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? at.labels?.[0]?.textContent : null
          return (label ?? at?.getAttribute('aria-label') ?? at?.textContent ?? '').trim()
        })
        if (here === name) return
        await keyboard.press('Tab')
      }
      throw new Error(`Tab never came to "${name}"`)
    }
    const press = async (name: string): Promise<void> => {
      await asha.button(name).first().waitFor()
      await reach(name)
      await keyboard.press('Enter')
    }
    const type = async (name: string, text: string): Promise<void> => {
      await asha.field(name).waitFor()
      await reach(name)
      await keyboard.type(text)
    }

    await press('Start our organisation')
    await type('Name of your organisation', 'Kisima Sisters')
    await page.locator('[data-testid="offered-passphrase"]', { hasText: /\w/ }).waitFor()
    await press('Use these six words')
    const passphrase = await asha.field('Passphrase').inputValue()
    await type('Type it again', passphrase)
    await press('Make our log')
    await press('Show the 24 words')
    const items = page.getByRole('list', { name: 'Recovery words' }).getByRole('listitem')
    await items.nth(23).waitFor()
    const words = (await items.allTextContents()).map((text) => text.replace(/^\s*\d+\s*/, '').trim())
    await press('I have written them down')
    const asked = page.getByText(/^Word \d+$/)
    await asked.nth(2).waitFor()
    for (const label of await asked.allTextContents()) await type(label.trim(), words[Number(/\d+/.exec(label)?.[0]) - 1] ?? '')
    await press('Confirm the words')
    await press('Write an incident')
    await type('What happened, in one line', 'Followed home from the outreach')
    await asha.saved(() => press('Save for us only'))
    await page.getByRole('heading', { name: 'Followed home from the outreach' }).waitFor()
    await keyboard.press('ControlOrMeta+k')
    await keyboard.type('follow')
    await page.locator('mark').first().waitFor()
    await keyboard.press('ControlOrMeta+Shift+l')
    await page.getByRole('heading', { name: 'Your log is locked' }).waitFor()
    await app.close()
  })
})
