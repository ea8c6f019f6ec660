import { expect, it } from 'vitest'
import { axeOn } from './axe.ts'
import { openApp, temporaryProfile } from './harness.ts'
import { Person } from './person.ts'

/** All other screens: `screens-full.e2e.ts`. */
it('begins, writes, searches and locks without a pointer, on screens with nothing that axe objects to in light, dark and from right to left', async () => {
  const app = await openApp(temporaryProfile())
  const { page } = app
  const { keyboard } = page
  const asha = new Person(page)
  const lines: string[] = []
  const look = async (screen: string): Promise<void> => {
    lines.push(...(await axeOn(page, screen)))
    expect(await page.title()).toBe('Parasol')
  }

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

  await asha.button('Start our organisation').waitFor()
  await look('first run')
  await press('Add this computer to an organisation')
  await asha.field('Name of this computer').waitFor()
  await look('add this computer')
  await press('Back')
  await press('Start our organisation')
  await type('Name of your organisation', 'Kisima Sisters')
  await page.locator('[data-testid="offered-passphrase"]', { hasText: /\w/ }).waitFor()
  await press('Use these six words')
  await look('the passphrase')
  const passphrase = await asha.field('Passphrase').inputValue()
  await type('Type it again', passphrase)
  await press('Make our log')
  await asha.button('Show the 24 words').waitFor()
  await look('recovery words, covered')
  await press('Show the 24 words')
  const items = page.getByRole('list', { name: 'Recovery words' }).getByRole('listitem')
  await items.nth(23).waitFor()
  await look('recovery words')
  const words = (await items.allTextContents()).map((text) => text.replace(/^\s*\d+\s*/, '').trim())
  await press('I have written them down')
  const asked = page.getByText(/^Word \d+$/)
  await asked.nth(2).waitFor()
  await look('recovery words, asked')
  for (const label of await asked.allTextContents()) await type(label.trim(), words[Number(/\d+/.exec(label)?.[0]) - 1] ?? '')
  await press('Confirm the words')
  await asha.button('Write an incident').first().waitFor()
  await look('empty log')
  await press('Coalitions')
  await asha.button('Found a coalition').first().waitFor()
  await look('coalitions, none yet')
  await press('Alerts')
  await page.getByText('Parasol locks after 5 minutes').waitFor()
  await look('alerts, none yet')
  await press('Log')
  await press('Write an incident')
  await type('What happened, in one line', 'Followed home from the outreach')
  await asha.saved(() => press('Save for us only'))
  await page.getByRole('heading', { name: 'Followed home from the outreach' }).waitFor()
  await keyboard.press('ControlOrMeta+k')
  await keyboard.type('follow')
  await page.locator('mark').first().waitFor()
  await keyboard.press('ControlOrMeta+Shift+l')
  await page.getByRole('heading', { name: 'Your log is locked' }).waitFor()
  await look('locked')
  expect(lines).toEqual([])
  expect(app.complaints).toEqual([])
  await app.close()
})
