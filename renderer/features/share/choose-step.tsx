import { Trans, useLingui } from '@lingui/react/macro'
import { Users } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { FieldError, Label, Radio, RadioGroup } from 'react-aria-components'
import type { Coalition, RecordId, Shareable, SpaceId, Missing as Unasked } from '../../../core/engine/contract/index.ts'
import { useRouter } from '../../app/router.tsx'
import { listWords } from '../../i18n/lists.ts'
import { Button } from '../../ui/button.tsx'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { AskUnnamed } from '../consent/ask-unnamed.tsx'
import { AskedBefore } from '../consent/asked-before.tsx'

export interface ChooseStepProps {
  recordId: RecordId
  title: string
  choices: readonly Coalition[]
  /** Whether there is any coalition that we can write in. */
  canWrite: boolean
  coalition: Coalition | undefined
  /** Who was harmed and has not agreed that the coalition gets it. */
  missing: Shareable['coalitions'][number]['missing']
  onChoose(spaceId: SpaceId | null): void
  onNext(): void
}

/** With whom: each coalition that does not have the incident yet, and who is in it. */
export function ChooseStep({ recordId, title, choices, canWrite, coalition, missing, onChoose, onNext }: ChooseStepProps): ReactNode {
  const { t } = useLingui()
  const [isTried, setTried] = useState(false)
  const whole = useRef<HTMLDivElement>(null)
  const toAsk = useRef<HTMLDivElement>(null)
  if (choices.length === 0) {
    return (
      <p>
        {canWrite ? (
          <Trans>Every coalition that you can write in has this incident already.</Trans>
        ) : (
          <Trans>There is no coalition that you can write in now, so this cannot be shared.</Trans>
        )}
      </p>
    )
  }
  const partners = coalition?.members.filter((member) => !member.own) ?? []
  /** What is in the way is said above: whoever goes on is led to it. */
  const next = (): void => {
    if (coalition === undefined) {
      setTried(true)
      if (whole.current !== null) focusFirstProblem(whole.current)
    } else if (missing.length > 0) toAsk.current?.querySelector<HTMLElement>('button, input')?.focus()
    else onNext()
  }
  return (
    <div className="stack" ref={whole}>
      <p className="said" dir="auto">
        <strong>{title}</strong>
      </p>
      <RadioGroup
        className="radios"
        value={coalition?.spaceId ?? null}
        onChange={(id) => onChoose(choices.find(({ spaceId }) => spaceId === id)?.spaceId ?? null)}
        isInvalid={isTried && coalition === undefined}
        validationBehavior="aria"
      >
        <Label className="field-label">{t`Who will be able to read it`}</Label>
        <FieldError className="field-problem">{t`Choose one.`}</FieldError>
        <div className="radios-list">
          {choices.map(({ spaceId, name }) => (
            <Radio className="pick" key={spaceId} value={spaceId}>
              <Users aria-hidden />
              <bdi>{name}</bdi>
            </Radio>
          ))}
        </div>
        <p className="hint" aria-live="polite">
          {coalition === undefined ? (
            isTried ? null : (
              <Trans>Choose one.</Trans>
            )
          ) : partners.length === 0 ? (
            <Trans>You are the only member so far. Whoever joins later may read it too.</Trans>
          ) : (
            <Trans>
              It can be read by: <bdi>{listWords(partners.map((member) => member.name))}</bdi>. Whoever joins later may read it too.
            </Trans>
          )}
        </p>
      </RadioGroup>
      {coalition === undefined || missing.length === 0 ? null : (
        <div className="stack" ref={toAsk}>
          <Missing key={coalition.spaceId} recordId={recordId} people={missing} coalition={coalition} />
        </div>
      )}
      <div className="actions">
        <Button look="primary" onPress={next}>{t`Show what leaves`}</Button>
      </div>
    </div>
  )
}

/** Who has to be asked first: each with a way to their page, or, of whom there is none, to write down here what they said. */
function Missing({ recordId, people, coalition }: { recordId: RecordId; people: readonly Unasked[]; coalition: Coalition }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const [asked, setAsked] = useState<string | null>(null)
  const unnamed = people.find(({ item }) => item !== undefined && item === asked)
  if (unnamed?.item !== undefined)
    return (
      <AskUnnamed
        incident={recordId}
        item={unnamed.item}
        label={unnamed.name}
        coalition={coalition.spaceId}
        onDone={() => setAsked(null)}
      />
    )
  // A page that is gone has no name, and nobody can be asked any more.
  const isGone = ({ recordId: person, name }: Unasked): boolean => person !== null && name === ''
  const toAsk = people.filter((one) => !isGone(one))
  return (
    <>
      {people.some(isGone) ? (
        <div className="note" role="status">
          <p>
            <Trans>Somebody whose page was erased is still in it. Take them out of the incident first.</Trans>
          </p>
          <Button onPress={() => router.go({ screen: 'amend', recordId, draftId: null })}>{t`Amend the incident`}</Button>
        </div>
      ) : null}
      {toAsk.length === 0 ? null : (
        <div className="note" role="status">
          <div>
            <p>
              <Trans>
                People in it have not agreed yet that <bdi>{coalition.name}</bdi> may have this. Ask them, and write down what they said.
                Until then it stays with us.
              </Trans>
            </p>
            <ul className="named">
              {toAsk.map(({ recordId: person, item, name, anew }) => (
                <li key={person ?? `${item} ${name}`}>
                  {person === null ? (
                    <>
                      <bdi>{name === '' ? t`Somebody without a name` : name}</bdi>{' '}
                      <Button look="quiet" onPress={() => setAsked(item ?? null)}>{t`Write down what they said`}</Button>
                      <AskedBefore anew={anew} />
                    </>
                  ) : (
                    <button type="button" className="link" onClick={() => router.go({ screen: 'card', recordId: person })}>
                      <bdi>{name}</bdi>
                    </button>
                  )}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
    </>
  )
}
