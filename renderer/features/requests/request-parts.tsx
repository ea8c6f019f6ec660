import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Card } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { textOf } from '../cards/form-model.ts'
import { useOneClick } from '../cards/use-amend.ts'
import { useSpaces } from '../log/names.ts'
import { ReadFirst } from '../share/named-note.tsx'
import { besidesNames, useReadFirst } from '../share/use-read-first.ts'
import { isOpen, nextOf, passedIn, type RequestStatus, statusOf, USUAL_WAY } from './steps.ts'

/** A request for help: how far it is, what can come next with one click, and who has taken it on. */
export function RequestParts({ card, facts }: { card: Card; facts: ReactNode }): ReactNode {
  return (
    <>
      <StatusSteps card={card} />
      {facts}
    </>
  )
}

function StatusSteps({ card }: { card: Card }): ReactNode {
  const { t } = useLingui()
  const codeWords = useCodeWords()
  const change = useOneClick(card)
  const status = statusOf(card.fields['status'])
  const { queries } = useEngine()
  const history = useQuery(queries.records.history.queryOptions({ input: { recordId: card.recordId } }))
  const passed = passedIn(history.data ?? [], status)
  const isUsual = USUAL_WAY.includes(status)
  const words = (each: RequestStatus): string => codeWords('requestStatus', each)
  const go = (next: RequestStatus): void =>
    change.mutate({ changes: { status: next }, words: t`Saved on this computer. It says “${words(next)}” now.`, undo: true })
  return (
    <section className="card-section" aria-label={t`How far it is`}>
      <h2>
        <Trans>How far it is</Trans>
      </h2>
      <ol className="steps" aria-label={t`Steps`}>
        {USUAL_WAY.map((each) => (
          <li
            key={each}
            className={each === status || passed.has(each) ? 'step step-done' : 'step'}
            aria-current={each === status ? 'step' : undefined}
          >
            {passed.has(each) ? (
              <>
                <Check aria-hidden />
                <span className="visually-hidden">
                  <Trans>Done:</Trans>{' '}
                </span>
              </>
            ) : null}
            {words(each)}
          </li>
        ))}
        {isUsual ? null : (
          <li className="step step-ended" aria-current="step">
            {words(status)}
          </li>
        )}
      </ol>
      {card.author.own ? (
        <>
          <div className="actions">
            {nextOf(status).map((next, index) => (
              <Button
                key={next}
                look={index === 0 && isOpen(status) ? 'primary' : 'plain'}
                onPress={() => go(next)}
                isDisabled={change.isPending}
              >
                {t`It is now: ${words(next)}`}
              </Button>
            ))}
          </div>
          <ProblemNote of={change.error} />
          {isOpen(status) && textOf(card.fields['takenBy']) === '' ? <TakeOn card={card} /> : null}
        </>
      ) : null}
    </section>
  )
}

/** Who looks after it: asked for until somebody does. */
function TakeOn({ card }: { card: Card }): ReactNode {
  const { t } = useLingui()
  const [name, setName] = useState('')
  const change = useOneClick(card)
  const { nameOf } = useSpaces()
  const { mark, refused } = useReadFirst([name])
  const save = (named: string | null): void =>
    change.mutate({ changes: { takenBy: name.trim() }, words: t`Saved on this computer.`, named }, { onError: refused })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (name.trim() !== '' && mark === null) save(null)
  }
  return (
    <form className="inline-form" onSubmit={submit}>
      <Field
        label={t`Who takes it on`}
        hint={t`A name or initials of one of you.`}
        value={name}
        onChange={setName}
        maxLength={200}
        dir="auto"
      />
      <Button type="submit" isDisabled={change.isPending || name.trim() === '' || mark !== null}>{t`Put this name down`}</Button>
      <ReadFirst mark={mark} readers={nameOf(card.spaceId)} isDisabled={change.isPending} onGo={() => save(mark)} />
      <ProblemNote of={besidesNames(change.error)} />
    </form>
  )
}
