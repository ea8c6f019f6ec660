import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PLAIN_PAGE_POLICY, plainPage } from './pages.ts'

const page = plainPage('Please open <Parasol>', 'Say "no" & wait.')
const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? ''

describe('the plain page', () => {
  it('shows what it is given as text', () => {
    expect(page).toContain('<h1>Please open &lt;Parasol&gt;</h1>')
    expect(page).toContain('<p role="alert">Say &quot;no&quot; &amp; wait.</p>')
  })

  it('may have its own style and nothing else', () => {
    const hash = createHash('sha256').update(style).digest('base64')
    expect(PLAIN_PAGE_POLICY).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
    )
    expect(page).not.toMatch(/<script| style=/)
  })

  it('has the colours of the screens, in light and in dark', () => {
    const tokens = readFileSync(join(import.meta.dirname, '../../renderer/ui/tokens.css'), 'utf8')
    const [light, dark] = [tokens.split('data-theme')[0] ?? '', tokens.split('data-theme="dark"')[1]?.split('}')[0] ?? '']
    const [own, ownDark] = style.split('@media (prefers-color-scheme:dark)')
    for (const [part, theirs] of [
      [own, light],
      [ownDark, dark],
    ]) {
      const colours = [...(part ?? '').matchAll(/(--[\w-]+):(#[0-9a-f]{6})/g)]
      expect(colours).toHaveLength(3)
      for (const [, name, value] of colours) expect(theirs).toContain(`${name}: ${value};`)
    }
  })
})
