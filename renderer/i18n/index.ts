import { i18n } from '@lingui/core'
import { messages } from './locales/en/messages.po'

/** Loads the one language there is. Dates and numbers follow the person's own language and calendar (see `when.ts`). */
export function startI18n(): typeof i18n {
  i18n.loadAndActivate({ locale: 'en', messages })
  return i18n
}
