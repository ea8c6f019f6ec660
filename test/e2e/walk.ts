import type { Locator, Page } from 'playwright-core'
import { pseudo } from '../../renderer/i18n/pseudo.ts'

type Role = 'button' | 'radio' | 'combobox' | 'searchbox' | 'heading'
type Part = 'Log' | 'Alerts' | 'To follow' | 'People and units' | 'Coalitions' | 'Settings'

/** Somebody who walks through the screens by the English names of things, whichever language they stand there in: English, or the pseudo language. */
export class Walk {
  readonly page: Page
  private readonly isPseudo: boolean

  constructor(page: Page, isPseudo = false) {
    this.page = page
    this.isPseudo = isPseudo
  }

  /** A text without values, as it stands on the screen. */
  say(text: string): string {
    return this.isPseudo ? `\u200f${pseudo(text)}\u200f` : text
  }

  /** What bears exactly this text of the program. */
  named(role: Role, text: string): Locator {
    return this.page.getByRole(role, { name: this.say(text), exact: true }).first()
  }

  async press(text: string): Promise<void> {
    await this.named('button', text).click()
  }

  /** Presses a button in whose name are words of people; `text` is what stands on it, where several have them. */
  async open(words: string, text?: string): Promise<void> {
    const buttons = this.page.getByRole('button', { name: words })
    await (text === undefined ? buttons : buttons.filter({ hasText: this.say(text) })).first().click()
  }

  /** Presses a button that says more than this text. */
  async unfold(text: string): Promise<void> {
    await this.page
      .getByRole('button')
      .filter({ hasText: this.say(text) })
      .first()
      .click()
  }

  field(label: string): Locator {
    return this.page.getByLabel(this.say(label), { exact: true }).first()
  }

  async sees(text: string): Promise<void> {
    await this.page.getByText(this.say(text), { exact: true }).filter({ visible: true }).first().waitFor()
  }

  async goTo(part: Part): Promise<void> {
    await this.page
      .getByRole('navigation')
      .first()
      .getByRole('button', { name: this.say(part), exact: true })
      .click()
    await this.page.locator('main h1').first().waitFor()
  }

  /** Opens an incident from the log. */
  async incident(title: string): Promise<void> {
    await this.goTo('Log')
    await this.page.locator('.row').filter({ hasText: title }).first().click()
    await this.page.getByRole('heading', { name: title }).first().waitFor()
  }

  /** Opens a record from one of the lists. */
  async record(part: Part, list: string | null, title: string): Promise<void> {
    await this.goTo(part)
    if (list !== null) await this.press(list)
    await this.page.locator('.card-row').filter({ hasText: title }).first().click()
    await this.page.getByRole('heading', { level: 1, name: title }).waitFor()
  }

  async coalition(name: string): Promise<void> {
    await this.goTo('Coalitions')
    await this.page.locator('.coalition-entry').filter({ hasText: name }).click()
    await this.page.getByRole('heading', { level: 1, name }).waitFor()
  }

  async alert(what: string): Promise<void> {
    await this.goTo('Alerts')
    await this.page.locator('.alert-row').filter({ hasText: what }).click()
    await this.page.getByRole('heading', { level: 1, name: what }).waitFor()
  }

  /** Opens every closed section of the screen. */
  async unfoldAll(): Promise<void> {
    const closed = this.page.locator('main .more-trigger[aria-expanded="false"]')
    // One that is open is none of them any more: the last one never moves the others.
    for (let left = await closed.count(); left > 0; left -= 1) await closed.nth(left - 1).click()
  }

  /** Waits until what is there is what will be there. */
  async settled(): Promise<void> {
    await this.page.locator('.skeleton').first().waitFor({ state: 'detached' })
  }
}
