import { i18n, type Messages } from '@lingui/core'
import { type Language, PSEUDO_LANGUAGE } from '../../core/engine/contract/language.ts'
import { patiently } from '../app/patiently.ts'
import { customsOf, directionOf, systemLanguage } from './language.ts'

const english = patiently(() => import('./locales/en/messages.po'))
const swahili = patiently(() => import('./locales/sw/messages.po'))
const french = patiently(() => import('./locales/fr/messages.po'))
const spanish = patiently(() => import('./locales/es/messages.po'))
const pseudo = patiently(() => import('./pseudo.ts'))

/** The catalogues, each in a file of its own, which is loaded when it is spoken. Where one lacks a message, it has the English one: they are built so. */
const CATALOGUES: Record<Language, () => Promise<Messages>> = {
  en: async () => (await english()).messages,
  sw: async () => (await swahili()).messages,
  fr: async () => (await french()).messages,
  es: async () => (await spanish()).messages,
  [PSEUDO_LANGUAGE]: async () => (await pseudo()).pseudoMessages((await english()).messages),
}

let wanted: Language | null = null

/** Whether any language is spoken yet. Before that no words can be shown. */
export const isSpeaking = (): boolean => i18n.locale !== ''

/** Tells when the language of the screens is another one. */
export const onSpeak = (changed: () => void): (() => void) => i18n.on('change', changed)

/** Speaks the language of the person's system, unless another one is spoken already or about to be. */
export async function speakAnything(): Promise<void> {
  if (wanted === null) await speak(systemLanguage())
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
