import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

type Role = Parameters<Page['getByRole']>[0]
type Words = string | RegExp

/** So far a person may have to go for one thing, in presses of the Tab key. */
const FAR = 15

/**
 * A person who has no pointer. She goes from one thing to the next by Tab, sees where she is, and presses what stands there: nothing here
 * clicks, or gives the focus to anything.
 */
export class Keyboard {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  key(key: string): Promise<void> {
    return this.page.keyboard.press(key)
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text)
  }

  /** Waits until the focus is somewhere: never on nothing once the screen has come to rest. */
  async held(): Promise<void> {
    await expect
      .poll(() => this.page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body))
      .toBe(true)
  }

  /** Goes by Tab, or back by Shift and Tab, to what has this role and name; in `within` where there are several. */
  async to(role: Role, name: Words, within?: Locator): Promise<void> {
    const words = `${role} ${name}`
    const target = (within ?? this.page).getByRole(role, typeof name === 'string' ? { name, exact: true } : { name }).first()
    await target.waitFor({ state: 'attached' })
    await this.held()
    for (let presses = 0; presses <= FAR; presses += 1) {
      const way = await target.evaluate((wanted) => {
        const at = document.activeElement
        if (at === null || at === wanted) return 0
        return at.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING ? -1 : 1
      })
      if (way === 0) return
      await this.key(way < 0 ? 'Shift+Tab' : 'Tab')
      await this.isSeen()
    }
    throw new Error(`${words} is more than ${FAR} presses of Tab away`)
  }

  /** Goes to a button and presses it. */
  async press(name: Words, within?: Locator): Promise<void> {
    await this.to('button', name, within)
    await this.key('Enter')
    await this.held()
  }

  /** Goes to a field and types into it. */
  async say(name: Words, text: string, within?: Locator): Promise<void> {
    await this.to('textbox', name, within)
    await this.type(text)
  }

  /** Goes to a box and ticks it. */
  async tick(name: Words): Promise<void> {
    await this.to('checkbox', name)
    await this.key('Space')
    await this.page
      .getByRole('checkbox', typeof name === 'string' ? { name, exact: true } : { name, checked: true })
      .waitFor({ state: 'attached' })
  }

  /** Goes to a group of radio buttons, and by arrow keys to one of them, and chooses it. */
  choose(name: Words): Promise<void> {
    return this.amongOthers('radio', name)
  }

  /** Goes to a group of buttons that stay pressed, and by arrow keys to one of them, and presses it. */
  toggle(name: Words): Promise<void> {
    return this.amongOthers('button', name)
  }

  /** A group is one stop of the Tab key; within it arrow keys go on. */
  private async amongOthers(role: Role, name: Words): Promise<void> {
    const wanted = this.page.getByRole(role, typeof name === 'string' ? { name, exact: true } : { name }).first()
    await wanted.waitFor({ state: 'attached' })
    await this.held()
    for (let presses = 0; presses <= FAR; presses += 1) {
      const at = await wanted.evaluate((one) => {
        const here = document.activeElement
        const group = one.closest('[role="radiogroup"], [role="toolbar"], [role="group"]')
        return {
          isThere: here === one,
          isInGroup: group?.contains(here) === true && here?.tagName === one.tagName,
          isBehind: here !== null && (here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING) !== 0,
          isChosen: one instanceof HTMLInputElement ? one.checked : one.matches('[aria-pressed="true"], [aria-checked="true"]'),
        }
      })
      if (at.isThere) {
        if (!at.isChosen) await this.key('Space')
        return
      }
      if (at.isInGroup) await this.key(at.isBehind ? 'ArrowLeft' : 'ArrowRight')
      else await this.key(at.isBehind ? 'Shift+Tab' : 'Tab')
      await this.isSeen()
    }
    throw new Error(`${role} ${name} is more than ${FAR} presses away`)
  }

  /** What has the focus is in sight, nothing lies over it, and something shows that it has it. */
  private async isSeen(): Promise<void> {
    const problem = await this.page.evaluate(() => {
      const at = document.activeElement
      if (at === null || at === document.body) return 'nothing has the focus'
      // A box that is drawn by its label.
      const shown = at instanceof HTMLInputElement && at.type !== 'text' ? (at.closest('label') ?? at) : at
      const box = shown.getBoundingClientRect()
      const words = (at.getAttribute('aria-label') ?? shown.textContent ?? '').trim().slice(0, 60)
      const what = `${at.tagName.toLowerCase()} “${words}”`
      if (box.width < 8 || box.height < 8) return `${what} is too small to be seen`
      const [x, y] = [Math.max(box.left, 0) + Math.min(box.width, 24) / 2, box.top + Math.min(box.height, window.innerHeight) / 2]
      if (x < 0 || y < 0 || x > window.innerWidth || y > window.innerHeight) return `${what} is out of sight`
      const top = document.elementFromPoint(x, y)
      if (top === null || !(shown.contains(top) || top.contains(shown))) return `${what} lies under ${top?.className ?? 'nothing'}`
      if (at.matches('h1, h2, h3')) return null
      const hasRing = [shown, ...shown.querySelectorAll('*')].some((one) => {
        const style = getComputedStyle(one)
        return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2
      })
      return hasRing ? null : `nothing shows that ${what} has the focus`
    })
    expect(problem).toBe(null)
  }
}
