import { describe, expect, test } from 'vitest'
import { plainName } from './text.ts'

describe('a name that somebody else chose', () => {
  test('turns no text around it and holds nothing unseen', () => {
    expect(plainName('\u202egnp.exe\u2066 House\u200b of\u00ad Asha\ufeff', 80)).toBe('gnp.exe House of Asha')
    expect(plainName('Asha\r\nConfirmed by: Bella\u0000', 80)).toBe('Asha Confirmed by: Bella')
    expect(plainName('\u200f\u200e\u2060', 80)).toBe('')
  })

  test('keeps what real names have', () => {
    for (const name of ['مرکز‌آشا', 'क्‍ष', 'Ñandú & Co.', '👩‍👩‍👧 House']) expect(plainName(name, 80)).toBe(name)
  })

  test('is never over the limit, nor ends in half a sign', () => {
    expect(plainName('😀'.repeat(60), 81)).toBe(`${'😀'.repeat(40)}\ufffd`)
    expect(plainName('a'.repeat(500), 80)).toBe('a'.repeat(80))
  })
})
