import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { LIMITS, type RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { Button } from '../../ui/button.tsx'
import { useCovered } from '../../ui/covered.ts'
import { Field } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useProblemWords } from './problem-words.ts'
import { type Problem, textIn } from './typed-values.ts'
import type { DraftForm } from './use-draft.ts'

/** The incident whose exact place is kept already, and who wants to know what it is once it was shown. */
export interface KeptPlace {
  recordId: RecordId
  onShown(place: string): void
}

export interface PlaceFieldProps {
  form: DraftForm
  problem: Problem | undefined
  kept: KeptPlace | null
}

/** The exact address or position: sealed apart, covered while nobody writes it. */
export function PlaceField({ form, problem, kept }: PlaceFieldProps): ReactNode {
  const { t } = useLingui()
  const { client } = useEngine()
  const problemWords = useProblemWords()
  const { isShown, show, cover } = useCovered()
  const [isWriting, setWriting] = useState(false)
  const { fields, setFields } = form
  const place = textIn(fields.more['place'])
  const setPlace = (text: string): void => setFields((now) => ({ more: { ...now.more, place: text }, noPlace: false }))
  const reveal = useMutation({
    mutationFn: ({ recordId }: KeptPlace) => client.records.place({ recordId }),
    onSuccess: (shown, { onShown }) => {
      onShown(shown.place)
      setPlace(shown.place)
      setWriting(true)
      show()
    },
  })
  if (kept !== null && place === '' && !fields.noPlace && !isWriting) {
    return (
      <div className="stack">
        <p>
          <Trans>An exact place is written down, and covered.</Trans>
        </p>
        <div className="actions">
          <Button onPress={() => reveal.mutate(kept)} isDisabled={reveal.isPending}>{t`Show and change it`}</Button>
          <Button look="quiet" onPress={() => setFields({ noPlace: true })}>{t`Take it away`}</Button>
        </div>
        <ProblemNote of={reveal.error} />
      </div>
    )
  }
  if (place !== '' && !isShown && !isWriting && problem === undefined) {
    return (
      <div className="actions">
        <p>
          <Trans>An exact place is written here, and covered.</Trans>
        </p>
        <Button
          onPress={() => {
            setWriting(true)
            show()
          }}
        >{t`Show the place`}</Button>
      </div>
    )
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: covers the text when the focus leaves it
    <div
      onFocus={() => setWriting(true)}
      onBlur={() => {
        setWriting(false)
        cover()
      }}
    >
      <Field
        label={t`Address or position`}
        hint={t`Kept apart and locked. It stays with us, and is covered until someone asks to see it.`}
        value={place}
        onChange={setPlace}
        rows={2}
        dir="auto"
        autoFocus={isWriting}
        problem={problem === undefined ? undefined : problemWords(problem, place.length, LIMITS.place)}
      />
    </div>
  )
}
