import { expect, it } from 'vitest'
import { turnBy } from './turn-by.ts'

it('turns the pages as the buttons point, in both directions of writing', () => {
  const keys = ['PageDown', 'PageUp', 'ArrowRight', 'ArrowLeft', 'ArrowDown']
  expect(keys.map((key) => turnBy(key, false))).toEqual([1, -1, 1, -1, 0])
  expect(keys.map((key) => turnBy(key, true))).toEqual([1, -1, -1, 1, 0])
})
