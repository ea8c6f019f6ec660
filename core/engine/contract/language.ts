import { z } from 'zod'

/** What the screens can speak, by the codes of BCP 47. */
export const LANGUAGES = ['en', 'sw', 'fr', 'es'] as const

/** No language: English with accents, longer, and from right to left. It shows what of a screen does not bear another language. Nothing offers it. */
export const PSEUDO_LANGUAGE = 'ar-XB'

export const languageSchema = z.enum([...LANGUAGES, PSEUDO_LANGUAGE])
export type Language = z.infer<typeof languageSchema>
export type SpokenLanguage = (typeof LANGUAGES)[number]
