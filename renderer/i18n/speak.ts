import { i18n, type Messages } from '@lingui/core'
import { type Language, PSEUDO_LANGUAGE } from '../../core/engine/contract/language.ts'
import { patiently } from '../app/patiently.ts'
import { customsOf, directionOf } from './language.ts'
import { messages as english } from './locales/en/messages.po'

const swahili = patiently(() => import('./locales/sw/messages.po'))
const french = patiently(() => import('./locales/fr/messages.po'))
const spanish = patiently(() => import('./locales/es/messages.po'))
const pseudo = patiently(() => import('./pseudo.ts'))

/** The catalogues. Only English is in the first file of the program; where another one lacks a message, it has the English one. */
const CATALOGUES: Record<Language, () => Promise<Messages>> = {
  en: async () => english,
  sw: async () => (await swahili()).messages,
  fr: async () => (await french()).messages,
  es: async () => (await spanish()).messages,
  [PSEUDO_LANGUAGE]: async () => (await pseudo()).pseudoMessages(english),
}

let wanted: Language = 'en'

/** Speaks English until another language is there. */
export function startI18n(): typeof i18n {
  activate('en', english)
  return i18n
}

/** Has every screen speak a language, as soon as its catalogue is here. Where another one is asked for meanwhile, that one counts. */
export async function speak(language: Language): Promise<void> {
  wanted = language
  const messages = await CATALOGUES[language]()
  if (wanted === language && i18n.locale !== language) activate(language, messages)
}

function activate(language: Language, messages: Messages): void {
  document.documentElement.lang = language === PSEUDO_LANGUAGE ? 'en' : language
  document.documentElement.dir = directionOf(language)
  i18n.loadAndActivate({ locale: language, locales: [customsOf(language)], messages })
}
