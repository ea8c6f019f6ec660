import { expect, it } from 'vitest'
import { beginsIn } from './begins-in.ts'

it('finds a text by the beginnings of its words, in any order and without accents', () => {
  expect(beginsIn('Écrire un incident', 'ecr')).toBe(true)
  expect(beginsIn('People and units', 'units peo')).toBe(true)
  expect(beginsIn('Go to: Alerts', '“alerts”')).toBe(true)
  expect(beginsIn('Écrire un incident', 'crire')).toBe(false)
  expect(beginsIn('People and units', 'units police')).toBe(false)
})

it('finds nothing by one letter, or by none', () => {
  for (const typed of ['', ' ', '?', 'p']) expect(beginsIn('People and units', typed)).toBe(false)
})
