import { i18n } from '@lingui/core'
import { LANGUAGES, type Language, PSEUDO_LANGUAGE, type SpokenLanguage } from '../../core/engine/contract/language.ts'

/** Each language by its own name, for whoever reads no other. */
export const LANGUAGE_NAMES: Record<SpokenLanguage, string> = { en: 'English', sw: 'Kiswahili', fr: 'Français', es: 'Español' }

const isOf = (locale: string, language: string): boolean => locale === language || locale.startsWith(`${language}-`)

/** The first of the person's languages that the screens speak, English where there is none. */
export function systemLanguage(persons: readonly string[] = navigator.languages): SpokenLanguage {
  for (const each of persons) {
    const spoken = LANGUAGES.find((language) => isOf(each, language))
    if (spoken !== undefined) return spoken
  }
  return 'en'
}

/** By whose customs dates, numbers and lists are written: the person's own region, where it is one of the language of the screens. */
export function customsOf(language: Language, persons: readonly string[] = navigator.languages): string {
  const spoken = language === PSEUDO_LANGUAGE ? 'en' : language
  return persons.find((each) => isOf(each, spoken)) ?? spoken
}

/** The customs of the language that the screens speak now. */
export const customs = (): string => i18n.locales?.[0] ?? 'en'

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === PSEUDO_LANGUAGE ? 'rtl' : 'ltr')
