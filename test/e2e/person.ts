import { writeFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'

/** All that was typed into a form lies on the disk: the words alone may be of what was kept before. */
export const draftKept = (page: Page): Promise<void> =>
  page.locator('[aria-busy="false"]', { hasText: 'Your draft is kept on this computer' }).waitFor()

/** What a person does at the screens, step by step, by the names that she reads there. */
export class Person {
  readonly page: Page
  passphrase = ''
  words: string[] = []

  constructor(page: Page) {
    this.page = page
  }

  button(name: string | RegExp) {
    return this.page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
  }

  field(name: string) {
    return this.page.getByLabel(name, { exact: true })
  }

  /** Starts an organisation with the offered passphrase, writes the words down, and types three of them. */
  async startOrganisation(name: string): Promise<void> {
    await this.button('Start our organisation').click()
    await this.field('Name of your organisation').fill(name)
    // The button can be pressed only once the words are there.
    await this.button('Use these six words').click()
    this.passphrase = await this.field('Passphrase').inputValue()
    await this.field('Type it again').fill(this.passphrase)
    await this.button('Make our log').click()
    await this.confirmWords()
  }

  /** Makes the vault of a computer that is to join an organisation, up to its invite. */
  async beginComputer(name: string): Promise<void> {
    await this.button('Add this computer to an organisation').click()
    await this.field('Name of this computer').fill(name)
    await this.button('Use these six words').click()
    this.passphrase = await this.field('Passphrase').inputValue()
    await this.field('Type it again').fill(this.passphrase)
    await this.button('Go on to the invite').click()
    await this.field('Invite').waitFor()
  }

  async openComputers(): Promise<void> {
    await this.goTo('Settings')
    await this.button('See our computers').click()
    await this.page.getByRole('list', { name: 'Our computers' }).waitFor()
  }

  async confirmWords(): Promise<void> {
    await this.button('Show the 24 words').click()
    const items = this.page.getByRole('list', { name: 'Recovery words' }).getByRole('listitem')
    await items.nth(23).waitFor()
    this.words = (await items.allTextContents()).map((text) => text.replace(/^\s*\d+\s*/, '').trim())
    await this.button('I have written them down').click()
    await this.page
      .getByLabel(/^Word \d+$/)
      .first()
      .waitFor()
    for (const field of await this.page.getByLabel(/^Word \d+$/).all()) {
      const label = await field.evaluate((input) => (input as HTMLInputElement).labels?.[0]?.textContent ?? '')
      await field.fill(this.words[Number(/\d+/.exec(label)?.[0]) - 1] ?? '')
    }
    await this.button('Confirm the words').click()
    await this.atLog()
  }

  async atLog(): Promise<void> {
    await this.button('Write an incident').first().waitFor()
  }

  async goTo(part: 'Log' | 'Alerts' | 'To follow' | 'People and units' | 'Coalitions' | 'Settings'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Parts of Parasol' }).getByRole('button', { name: part }).click()
  }

  async write(what: { title: string; area?: string; narrative?: string; audience?: string }): Promise<void> {
    await this.goTo('Log')
    await this.button('Write an incident').first().click()
    if (what.audience) await this.page.getByRole('radio', { name: what.audience }).check({ force: true })
    await this.field('What happened, in one line').fill(what.title)
    await this.button('Today').click()
    if (what.area) await this.field('Where').fill(what.area)
    if (what.narrative) await this.field('What happened, in full').fill(what.narrative)
    const save = this.button(what.audience ? `Save and share with ${what.audience}` : 'Save for us only')
    await this.saved(() => save.click())
  }

  /** Shares an incident of ours with the only coalition that does not have it yet; resolves with what was said to leave. */
  async share(title: string, coalition: string, files: readonly string[] = []): Promise<string> {
    await this.goTo('Log')
    await this.row(title).click()
    await this.button('Share with a coalition…').click()
    await this.page.getByRole('radio', { name: coalition, checked: true }).waitFor({ state: 'attached' })
    await this.button('Show what leaves').click()
    await this.page.getByText('Sharing cannot be taken back.').waitFor()
    for (const name of files) await this.page.getByRole('checkbox', { name }).check({ force: true })
    const leaves = (await this.page.getByRole('region', { name: 'What leaves' }).textContent()) ?? ''
    await this.button(`Share with ${coalition}`).click()
    await this.page.getByRole('status').getByText(`Shared with ${coalition}.`).first().waitFor()
    return leaves
  }

  /** Does what saves something, and waits for its own "Saved": one that stood there before does not count. */
  async saved(save: () => Promise<unknown>): Promise<void> {
    const before = await this.page.evaluateHandle(() => document.querySelector('.notice'))
    await save()
    await this.page.waitForFunction((old) => {
      const now = document.querySelector('[role="status"] .notice')
      return now !== null && now !== old && (now.textContent ?? '').startsWith('Saved')
    }, before)
    await before.dispose()
  }

  row(title: string) {
    return this.page.getByRole('list', { name: 'Incidents' }).getByRole('button', { name: title })
  }

  async search(text: string): Promise<void> {
    await this.page.getByRole('searchbox', { name: 'Search the log' }).fill(text)
  }

  /** Raises an alert by its key, to everyone who can get it. */
  async raise(what: { what: string; area?: string; needs?: readonly string[] }): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+Shift+a')
    await this.field('What is happening').fill(what.what)
    if (what.area) await this.field('Where').fill(what.area)
    // The places on offer hide everything else from readers until they are closed.
    await this.field('What is happening').click()
    for (const need of what.needs ?? []) await this.page.getByText(need, { exact: true }).click()
    await this.button(/^Raise the alert in /).click()
    await this.page.getByRole('heading', { name: what.what }).waitFor()
  }

  /** The alert at the top of the window. */
  banner() {
    return this.page.getByRole('region', { name: 'Alert' })
  }

  /** Answers the alert at the top of the window, and goes on from it. */
  async respond(options: { timeout?: number } = {}): Promise<void> {
    await this.banner().getByRole('radio', { name: 'We are responding' }).click(options)
    await this.banner().getByText('You said: We are responding').waitFor()
    await this.button('Go on').click()
  }

  async lock(): Promise<void> {
    await this.button('Lock').click()
    await this.page.getByRole('heading', { name: 'Your log is locked' }).waitFor()
  }

  async unlock(passphrase = this.passphrase): Promise<void> {
    await this.field('Passphrase').fill(passphrase)
    await this.button('Unlock').click()
  }

  /** Sets the one meeting point, and reaches partners over it. */
  async setMeetingPoint(address: string): Promise<void> {
    await this.goTo('Settings')
    await this.setMeetingPointHere(address)
    await this.page.getByRole('switch', { name: /Reach partners over the internet/, checked: true }).waitFor()
  }

  /** The same, where the fields stand on the screen already. */
  async setMeetingPointHere(address: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Meeting points/ }).click()
    await this.field('Our own meeting points').fill(address)
    await this.button('Save the meeting points').click()
    await this.page.getByRole('status').getByText('The meeting points are saved.').first().waitFor()
    // A press on it while it cannot be pressed would be lost.
    await this.page.getByRole('switch', { name: /Reach partners over the internet/, disabled: false }).waitFor({ state: 'attached' })
    await this.page.getByText('Reach partners over the internet').first().click()
    // Where it is only on offer it goes away once it is on, and may have been seen as such for less than a look takes.
    await this.page.getByRole('switch', { name: /Reach partners over the internet/, checked: false }).waitFor({ state: 'detached' })
  }

  /** Lets partners on the local network be reached, from the settings. */
  async reachNearby(): Promise<void> {
    await this.goTo('Settings')
    await this.page.getByText('Reach partners nearby').first().click()
    await this.page.getByRole('switch', { name: /Reach partners nearby/, checked: true }).waitFor()
  }

  async found(coalition: string): Promise<void> {
    await this.goTo('Coalitions')
    await this.button('Found a coalition').click()
    await this.field('Name of the coalition').fill(coalition)
    await this.button('Found the coalition').click()
    await this.button('Make an invite').waitFor()
  }

  async openCoalition(coalition: string): Promise<void> {
    await this.goTo('Coalitions')
    await this.page.getByRole('list', { name: 'Our coalitions' }).getByRole('button', { name: coalition }).click()
  }

  /** Removes a member, and waits until its row is gone. */
  async remove(coalition: string, member: string): Promise<void> {
    await this.openCoalition(coalition)
    await this.button(`Remove ${member}`).click()
    await this.button('Remove them').click()
    await this.button(`Remove ${member}`).waitFor({ state: 'detached' })
  }

  /** Exchanges with a courier drive in a folder; resolves with what the screen says of it. */
  async exchange(dir: string): Promise<string> {
    await this.goTo('Coalitions')
    await this.button('Courier drive').click()
    await this.field('Folder of the drive').fill(dir)
    await this.button('Exchange with this drive').click()
    const went = this.page.getByRole('list', { name: 'What went each way' })
    await went.waitFor()
    return (await went.textContent()) ?? ''
  }

  /** Makes an invite and reads its one line. */
  async invite(coalition: string): Promise<string> {
    await this.openCoalition(coalition)
    await this.button('Make an invite').click()
    const line = this.field('Invite to hand over').first()
    await line.waitFor()
    return line.inputValue()
  }

  async join(invite: string): Promise<void> {
    await this.goTo('Coalitions')
    await this.button('Join with an invite').click()
    await this.field('Invite').fill(invite)
    await this.button('Find them').click()
  }

  /** The words of the safety phrase on the screen. */
  async phrase(): Promise<string[]> {
    await this.goTo('Coalitions')
    return this.phraseHere()
  }

  async phraseHere(): Promise<string[]> {
    const words = this.page.getByRole('list', { name: 'Safety phrase' }).getByRole('listitem')
    await words.nth(7).waitFor({ timeout: 90_000 })
    return (await words.allTextContents()).map((text) => text.replace(/^\W*\d+\W*/, '').trim())
  }

  /** Brings a spreadsheet in with the columns as guessed; resolves with what the report says. */
  async bringIn(file: string, audience?: string): Promise<void> {
    await this.goTo('Log')
    await this.button('Bring in a spreadsheet').first().click()
    await this.field('Spreadsheet file').setInputFiles(file)
    if (audience) await this.page.getByRole('radio', { name: audience }).check({ force: true })
    await this.button(audience ? new RegExp(`^Import .* and share with ${audience}$`) : /^Import .* for us only$/).click()
    await this.page.getByRole('region', { name: 'What became of each row' }).waitFor()
  }
}

/** A made-up table with the kinds of mess that real ones have: header first, then so many rows. */
export function messyTable(rows: number): string[][] {
  const made = Array.from({ length: rows }, (_, i) => {
    const date = [`2024-03-${String((i % 28) + 1).padStart(2, '0')}`, `${(i % 28) + 1}/04/2024`, '', 'about May 2023'][i % 4] ?? ''
    return [date, `Mtaa wa ${i % 7}`, `Raid number ${i}, "quoted"`, `Line one\nline two é 日本 ${i}`, `https://example.org/${i}`]
  })
  return [['Date', 'City', 'What happened', 'Notes, long', 'Link'], ...made]
}

/** The same as a CSV file. */
export async function messySpreadsheet(path: string, rows: number): Promise<void> {
  const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  const lines = messyTable(rows).map((cells) => cells.map(quoted).join(','))
  await writeFile(path, `\ufeff${lines.join('\r\n')}\r\n`)
}
