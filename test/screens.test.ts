import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { SCREENS } from './e2e/every-screen.ts'

const RENDERER = join(import.meta.dirname, '../renderer')
const source = (file: string): string => readFileSync(join(RENDERER, file), 'utf8')

it('every route of the program is looked at in a browser', () => {
  const routes = [...source('app/router.tsx').matchAll(/\{ screen: '([\w-]+)'[;, }]/g)].map(([, screen]) => screen)
  expect(routes.length).toBeGreaterThan(20)
  for (const screen of new Set(routes)) expect(SCREENS).toHaveProperty([screen ?? ''])
  expect(Object.entries(SCREENS).filter(([, states]) => states.length === 0)).toEqual([])
})

it('every dialog of the program is looked at in a browser', () => {
  const dialogs = globSync('{app,features}/**/*.tsx', { cwd: RENDERER }).filter((file) =>
    /<(Ask|Asked|Dialog)\b(?! onBack)/.test(source(file)),
  )
  const looked = Object.values(SCREENS).flatMap((states) => states.flatMap(({ dialog }) => dialog ?? []))
  expect(dialogs.length).toBeGreaterThan(8)
  // Three organisations have to agree before it opens: `succession.e2e.ts` looks at it.
  const elsewhere = ['features/coalitions/succession.tsx']
  expect(new Set([...looked, ...elsewhere])).toEqual(new Set(dialogs))
})
