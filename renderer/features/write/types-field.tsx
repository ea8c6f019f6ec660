import { useLingui as useCatalogue } from '@lingui/react'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components'
import { GROUP_WORDS, TYPE_GROUPS } from '../../i18n/incident-types.ts'
import { listWords } from '../../i18n/lists.ts'
import { useTypeWords } from '../../i18n/use-type-words.ts'
import { More } from '../../ui/more.tsx'

/** Which kinds of incident it was, by group. Closed, it says what was chosen. */
export function TypesField({ value, onChange }: { value: readonly string[]; onChange: (types: string[]) => void }): ReactNode {
  const { t } = useLingui()
  const { i18n } = useCatalogue()
  const typeWords = useTypeWords()
  return (
    <More title={t`Kinds`} holds={value.length === 0 ? <Trans>None chosen yet</Trans> : listWords(value.map(typeWords))}>
      <div className="types">
        {TYPE_GROUPS.map(({ group, slugs }) => (
          <CheckboxGroup
            key={group}
            className="types-group"
            value={value.filter((slug) => slugs.some((each) => each === slug))}
            onChange={(chosen) => onChange([...value.filter((slug) => !slugs.some((each) => each === slug)), ...chosen])}
          >
            <Label className="field-label">{i18n._(GROUP_WORDS[group])}</Label>
            {slugs.map((slug) => (
              <Checkbox key={slug} className="pick pick-box pick-bare" value={slug}>
                {typeWords(slug)}
              </Checkbox>
            ))}
          </CheckboxGroup>
        ))}
      </div>
    </More>
  )
}
