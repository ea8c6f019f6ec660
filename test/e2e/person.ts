import { writeFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'

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
    this.passphrase = ((await this.page.getByTestId('offered-passphrase').textContent()) ?? '').trim().replace(/\s+/g, ' ')
    await this.button('Use these six words').click()
    const again = this.field('Type it again')
    // The offered words fill both fields, or only the first: type them where they are missing, as a person would.
    await again.fill(this.passphrase)
    await this.button('Make our log').click()
    await this.confirmWords()
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

  async goTo(part: 'Log' | 'Coalitions' | 'Settings'): Promise<void> {
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
    await this.button(what.audience ? `Save and share with ${what.audience}` : 'Save for us only').click()
    await this.saved()
  }

  /** Waits for the word "Saved". */
  async saved(): Promise<void> {
    await this.page
      .getByRole('status')
      .getByText(/^Saved/)
      .first()
      .waitFor()
  }

  row(title: string) {
    return this.page.getByRole('list', { name: 'Incidents' }).getByRole('button', { name: title })
  }

  async search(text: string): Promise<void> {
    await this.page.getByRole('searchbox', { name: 'Search the log' }).fill(text)
  }

  async lock(): Promise<void> {
    await this.button('Lock').click()
    await this.page.getByRole('heading', { name: 'Your log is locked' }).waitFor()
  }

  async unlock(passphrase = this.passphrase): Promise<void> {
    await this.field('Passphrase').fill(passphrase)
    await this.button('Unlock').click()
  }

  /** Brings a CSV file in with the columns as guessed; resolves with what the report says. */
  async bringIn(file: string, audience?: string): Promise<void> {
    await this.goTo('Log')
    await this.button('Bring in a spreadsheet').first().click()
    await this.field('CSV file').setInputFiles(file)
    if (audience) await this.page.getByRole('radio', { name: audience }).check({ force: true })
    await this.button(audience ? new RegExp(`^Import .* and share with ${audience}$`) : /^Import .* for us only$/).click()
    await this.page.getByRole('region', { name: 'What became of each row' }).waitFor()
  }
}

/** A made-up spreadsheet with the kinds of mess that real ones have. */
export async function messySpreadsheet(path: string, rows: number): Promise<void> {
  const lines = ['\ufeffDate,City,What happened,"Notes, long",Link']
  for (let i = 0; i < rows; i += 1) {
    const date = [`2024-03-${String((i % 28) + 1).padStart(2, '0')}`, `${(i % 28) + 1}/04/2024`, '', 'about May 2023'][i % 4]
    lines.push(`${date},"Mtaa wa ${i % 7}","Raid number ${i}, ""quoted""","Line one\nline two é 日本 ${i}",https://example.org/${i}`)
  }
  await writeFile(path, `${lines.join('\r\n')}\r\n`)
}
