import { describe, expect, it } from 'vitest'
import { customsOf, systemLanguage } from './language.ts'
import { listWords } from './lists.ts'
import { momentWords, partialWords } from './when.ts'

describe('the language of the system', () => {
  it('is the first one that the screens speak', () => {
    expect(systemLanguage(['de-DE', 'sw-KE', 'en-GB'])).toBe('sw')
    expect(systemLanguage(['fr'])).toBe('fr')
    expect(systemLanguage(['es-419', 'en'])).toBe('es')
  })

  it('is English where they speak none, and no other language that begins alike', () => {
    expect(systemLanguage([])).toBe('en')
    expect(systemLanguage(['swb', 'eso-AT', 'frr', 'de'])).toBe('en')
  })
})

describe('customs', () => {
  it('are those of the person’s own region, where it is one of that language', () => {
    expect(customsOf('en', ['sw-KE', 'en-GB'])).toBe('en-GB')
    expect(customsOf('es', ['en-US', 'es-MX'])).toBe('es-MX')
    expect(customsOf('fr', ['sw-KE'])).toBe('fr')
    expect(customsOf('ar-XB', ['ar-EG', 'en-GB'])).toBe('en-GB')
  })

  it('say days, dates and lists in each language', () => {
    const now = new Date(2026, 10, 24, 2, 5)
    const yesterday = new Date(2026, 10, 23, 23, 10).toISOString()
    const words = (locale: string): string[] => [
      momentWords(yesterday, now, locale),
      partialWords({ date: '2026-03-05', about: false }, locale),
      listWords(['A', 'B', 'C'], locale),
    ]
    expect(words('en-GB')).toEqual(['yesterday, 23:10', '5 March 2026', 'A, B and C'])
    expect(words('sw-KE')).toEqual(['jana, 23:10', '5 Machi 2026', 'A, B na C'])
    expect(words('fr')).toEqual(['hier, 23:10', '5 mars 2026', 'A, B et C'])
    expect(words('es')).toEqual(['ayer, 23:10', '5 de marzo de 2026', 'A, B y C'])
  })
})
