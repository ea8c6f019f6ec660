import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Languages } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { LANGUAGES, type Language, languageSchema } from '../../../core/engine/contract/language.ts'
import { useEngine } from '../../app/engine.tsx'
import { LANGUAGE_NAMES } from '../../i18n/language.ts'
import { ProblemNote } from '../../ui/problem.tsx'

/**
 * The language of the screens, each by its own name. It changes at once, wherever one is, and what was typed stays.
 * @param quiet for screens that are about something else: an icon in place of the label.
 */
export function LanguageChoice({ quiet = false }: { quiet?: boolean }): ReactNode {
  const { t, i18n } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const id = useId()
  const choose = useMutation({
    mutationFn: (language: Language) => client.vault.chooseLanguage({ language }),
    onSuccess: () => cache.invalidateQueries({ queryKey: queries.vault.status.key() }),
  })
  return (
    <div className={quiet ? 'language-quiet' : 'field'}>
      <label htmlFor={id} className={quiet ? 'language-label' : undefined}>
        {quiet ? <Languages aria-hidden /> : null}
        <span className={quiet ? 'visually-hidden' : undefined}>{t`Language`}</span>
      </label>
      <select
        id={id}
        className="input select"
        value={i18n.locale}
        onChange={(event) => {
          const chosen = languageSchema.safeParse(event.target.value)
          if (chosen.success) choose.mutate(chosen.data)
        }}
      >
        {LANGUAGES.map((language) => (
          <option key={language} value={language} lang={language} dir="ltr">
            {LANGUAGE_NAMES[language]}
          </option>
        ))}
        {LANGUAGES.some((language) => language === i18n.locale) ? null : <option value={i18n.locale}>{i18n.locale}</option>}
      </select>
      <ProblemNote of={choose.error} />
    </div>
  )
}
