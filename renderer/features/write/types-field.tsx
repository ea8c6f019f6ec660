import { useLingui as useCatalogue } from '@lingui/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components'
import { CARDS, type IncidentTypeGroup } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { GROUP_WORDS, TYPE_GROUPS } from '../../i18n/incident-types.ts'
import { listWords } from '../../i18n/lists.ts'
import { useOwnTypes } from '../../i18n/use-own-types.ts'
import { useTypeWords } from '../../i18n/use-type-words.ts'
import { Button } from '../../ui/button.tsx'
import { Choice, Field } from '../../ui/field.tsx'
import { More } from '../../ui/more.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { useSpaces } from '../log/names.ts'

export interface TypesFieldProps {
  value: readonly string[]
  onChange(types: string[]): void
  /** In a coalition there are no kinds of our own. */
  isHouse: boolean
}

/** Which kinds of incident it was, by group, with those of the organisation's own. Closed, it says what was chosen. */
export function TypesField({ value, onChange, isHouse }: TypesFieldProps): ReactNode {
  const { t } = useLingui()
  const { i18n } = useCatalogue()
  const typeWords = useTypeWords()
  const own = useOwnTypes()
  const groups = TYPE_GROUPS.map(({ group, slugs: ours }) => {
    const slugs: string[] = [...ours, ...(isHouse ? own.filter((type) => type.group === group).map(({ slug }) => slug) : [])]
    return { group, slugs }
  })
  // An erased kind of our own counts as chosen: it must be possible to take it out.
  const others = value.filter((slug) => !groups.some(({ slugs }) => slugs.includes(slug)))
  return (
    <More title={t`Kinds`} holds={value.length === 0 ? <Trans>None chosen yet</Trans> : listWords(value.map(typeWords))}>
      <div className="types">
        {groups.map(({ group, slugs }) => {
          return (
            <CheckboxGroup
              key={group}
              className="types-group"
              value={value.filter((slug) => slugs.includes(slug))}
              onChange={(chosen) => onChange([...value.filter((slug) => !slugs.includes(slug)), ...chosen])}
            >
              <Label className="field-label">{i18n._(GROUP_WORDS[group])}</Label>
              {slugs.map((slug) => (
                <Checkbox key={slug} className="pick pick-box pick-bare" value={slug}>
                  {typeWords(slug)}
                </Checkbox>
              ))}
            </CheckboxGroup>
          )
        })}
        {others.length === 0 ? null : (
          <CheckboxGroup
            className="types-group"
            value={others}
            onChange={(kept) => onChange(value.filter((slug) => !others.includes(slug) || kept.includes(slug)))}
          >
            <Label className="field-label">{t`Chosen, and not on these lists any more`}</Label>
            {others.map((slug) => (
              <Checkbox key={slug} className="pick pick-box pick-bare" value={slug}>
                {typeWords(slug)}
              </Checkbox>
            ))}
          </CheckboxGroup>
        )}
      </div>
      {isHouse ? <AddType onAdded={(slug) => onChange([...value, slug])} /> : null}
    </More>
  )
}

/** Adds a kind of the organisation's own under a group, and chooses it. */
function AddType({ onAdded }: { onAdded(slug: string): void }): ReactNode {
  const { t } = useLingui()
  const { i18n } = useCatalogue()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const { houseId } = useSpaces()
  const [label, setLabel] = useState('')
  const [group, setGroup] = useState<IncidentTypeGroup>('premises')
  const add = useOnce({
    mutationFn: async () => {
      if (houseId === null) throw new Error('the House is not known yet')
      return client.cards.create({ audience: houseId, card: { kind: 'type', fields: { label: label.trim(), group } } })
    },
    onSuccess: async ({ recordId }) => {
      await cache.invalidateQueries({ queryKey: queries.cards.key() })
      setLabel('')
      onAdded(`own:${recordId.slice(0, 32)}`)
    },
  })
  return (
    <div className="add-type">
      <Field label={t`A kind of our own`} value={label} onChange={setLabel} maxLength={CARDS.type.fields.label.max} dir="auto" />
      <Choice<IncidentTypeGroup>
        label={t`Under`}
        value={group}
        onChange={setGroup}
        options={TYPE_GROUPS.map((each) => ({ value: each.group, label: i18n._(GROUP_WORDS[each.group]) }))}
      />
      <Button
        icon={Plus}
        onPress={() => add.mutate()}
        isDisabled={label.trim() === '' || add.isPending || houseId === null}
      >{t`Add this kind`}</Button>
      <ProblemNote of={add.error} />
    </div>
  )
}
