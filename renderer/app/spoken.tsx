import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { I18nProvider as AriaProvider } from 'react-aria-components'
import { PSEUDO_LANGUAGE } from '../../core/engine/contract/language.ts'
import { customs } from '../i18n/language.ts'
import { isSpeaking, onSpeak, speakAnything } from '../i18n/speak.ts'

/** Long enough for the engine to say which language was chosen, so that no other one is loaded for nothing. */
const PATIENCE_MS = 700

/**
 * Everything that has words stands in one of these: it waits until a language is there. When that changes, all of it is shown anew, and nothing that
 * was typed is lost.
 * @param isPatient the engine is about to say the language: only if that takes long, it is the one of the system.
 */
export function Spoken({ isPatient = false, children }: { isPatient?: boolean; children: ReactNode }): ReactNode {
  const locale = useSyncExternalStore(onSpeak, () => i18n.locale)
  useEffect(() => {
    if (isSpeaking()) return
    const timer = setTimeout(() => void speakAnything(), isPatient ? PATIENCE_MS : 0)
    return () => clearTimeout(timer)
  }, [isPatient])
  if (locale === '') return <main className="sheet-room" />
  return (
    <I18nProvider i18n={i18n}>
      <AriaProvider locale={locale === PSEUDO_LANGUAGE ? locale : customs()}>{children}</AriaProvider>
    </I18nProvider>
  )
}
