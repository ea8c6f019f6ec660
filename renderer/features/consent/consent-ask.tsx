import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { FieldError, Label, Radio, RadioGroup } from 'react-aria-components'
import { ends, isForAuthority } from '../../../core/engine/contract/consent.ts'
import {
  type Card,
  type Ending,
  type EntryId,
  type NewCard,
  newCardSchema,
  type RecordId,
  type SpaceId,
} from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { Button } from '../../ui/button.tsx'
import { DayField } from '../../ui/day-field.tsx'
import { Field } from '../../ui/field.tsx'
import { useFocusHere } from '../../ui/focus-here.ts'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { dayAhead, today } from '../follow/day-groups.ts'
import { useSpaces } from '../log/names.ts'
import { DraftNote } from '../write/draft-note.tsx'
import { newCardName } from '../write/form-model.ts'
import { type FormDraft, ofTexts, useKeep } from '../write/use-form-draft.ts'
import { AnswerList, EndedNote, EndsBefore } from './ending.tsx'
import { PURPOSE_OF, RUNG_DEFAULT, RUNGS, type Rung, useRungWords } from './ladder.ts'
import { consentOf, standingOf } from './standing.ts'
import { useConsentsOf } from './use-consents.ts'
import { WhichAuthority } from './which-authority.tsx'
import './consent.css'

export interface ConsentAskProps {
  /** Whose word it is: a person's, or of whom there is no page, that of one of an incident's list `harmed`. `label` may be empty. */
  of: { person: RecordId; label: string } | { incident: RecordId; item: string; label: string }
  draft: FormDraft
  /** The coalition that is asked for; left out where none is. */
  coalition?: SpaceId
  /** What they agreed to is on the disk. */
  onSaved(recordId: RecordId): void
  /** Nothing was written. */
  onClose(): void
  /** What was thrown away is there again. */
  onReopen?(): void
}

/** Asks a person how far they agree, from "only listen" to "everybody may know", and writes the answer down. Of "only listen" nothing is written. */
export function ConsentAsk({ of, draft, coalition: askedFor, onSaved, onClose, onReopen }: ConsentAskProps): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  const rungWords = useRungWords()
  const spaces = useSpaces()
  const id = useId()
  // One name for every try, so that none writes a second record.
  const [begun] = useState(draft.start)
  const [name] = useState(() => begun?.texts['name'] ?? newCardName())
  const heading = useFocusHere()
  const [rung, setRung] = useState<Rung>(() => RUNGS.find((each) => String(each) === begun?.texts['rung']) ?? RUNG_DEFAULT)
  const [isTried, setTried] = useState(false)
  const [picked, setPicked] = useState(begun?.texts['coalition'] ?? '')
  const [authority, setAuthority] = useState(begun?.texts['authority'] ?? '')
  // Any authority is said, never left open: who names none has agreed to all of them.
  const [isAny, setAny] = useState(begun?.texts['isAny'] === 'any')
  const [texts, setTexts] = useState(() => ({
    askedBy: begun?.texts['askedBy'] ?? '',
    explained: begun?.texts['explained'] ?? '',
    language: begun?.texts['language'] ?? '',
  }))
  const [asked, setAsked] = useState(begun?.dates['asked'] ?? today)
  const [expires, setExpires] = useState(begun?.dates['expires'] ?? '')
  const [only] = spaces.coalitions.length === 1 ? spaces.coalitions : []
  const coalition = picked === '' ? (askedFor ?? only?.spaceId ?? '') : picked
  const earlier = useConsentsOf(of).cards
  // Of "only listen" nothing is kept, not even what was typed before.
  const said = {
    ...ofTexts({ name, rung: String(rung), coalition: picked, authority, isAny: isAny ? 'any' : '', ...texts }),
    dates: { asked, expires },
  }
  useKeep(draft, rung === 0 ? null : said)
  const set = (change: Partial<typeof texts>): void => setTexts((now) => ({ ...now, ...change }))
  const recipient = rung === 3 ? coalition : isForAuthority(rung) && !isAny ? authority.trim() : ''
  const isMissing = recipient === '' && (rung === 3 || (isForAuthority(rung) && !isAny))
  const isWrong = isTried && isMissing
  const { label: _, ...who } = of
  const dates = {
    ...(asked === '' ? {} : { asked: { date: asked, about: false } }),
    ...(expires === '' ? {} : { expires: { date: expires, about: false } }),
  }
  const answer = { ...who, level: rung, ...(recipient === '' ? {} : { recipient }), ...dates }
  const next = { ...answer, savedAt: Date.now() }
  const holding = earlier.filter((card) => standingOf(card, earlier, today()) === 'holds')
  const ended = rung === 0 ? [] : holding.filter((card) => ends(next, consentOf(card)))
  const lines = Object.fromEntries(Object.entries(texts).flatMap(([field, text]) => (text.trim() === '' ? [] : [[field, text.trim()]])))
  const written = { ...answer, purpose: PURPOSE_OF[rung], ...lines }
  /** What stands in the form; null once it is closed. */
  const stands = useRef<string | null>(null)
  useEffect(() => {
    stands.current = JSON.stringify(written)
  })
  useEffect(
    () => () => {
      stands.current = null
    },
    [],
  )
  // What hangs on it is looked up once, as the answer is about to be written: what is saved is what was looked at, and nothing where it was changed or left meanwhile.
  const [ending, setEnding] = useState<{ found: Ending; fields: typeof written } | null>(null)
  const look = useOnce({
    mutationFn: (fields: typeof written) => client.cards.ending({ fields }),
    onMutate: () => notice(null),
    onSuccess: (found, fields) => {
      if (stands.current !== JSON.stringify(fields)) return
      if (found.ends.length === 0) save.mutate(fields)
      else setEnding({ found, fields })
    },
  })
  const save = useOnce({
    mutationFn: async (fields: typeof written) => {
      const { houseId } = spaces
      if (houseId === null) throw new Error('the house is not known yet')
      const card: NewCard = newCardSchema.parse({ kind: 'consent', fields })
      return client.cards.create({ audience: houseId, card, name })
    },
    onMutate: () => notice(null),
    // The form says why.
    onError: () => setEnding(null),
    onSuccess: async ({ recordId }: { recordId: RecordId; entryId: EntryId }) => {
      notice(t`Saved on this computer.`)
      void draft.drop()
      await Promise.all([queries.cards.key(), queries.records.key()].map((queryKey) => cache.invalidateQueries({ queryKey })))
      onSaved(recordId)
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    focusFirstProblem(event.currentTarget)
    setTried(true)
    if (rung === 0) onClose()
    else if (!isMissing && !look.isPending && !save.isPending) look.mutate(written)
  }
  return (
    <form className="consent-ask stack" aria-labelledby={id} onSubmit={submit}>
      <h3 id={id} ref={heading} tabIndex={-1}>
        <Trans>How far do they agree?</Trans> {of.label === '' ? null : <bdi className="quiet">{of.label}</bdi>}
      </h3>
      <p>
        <Trans>
          Say each step aloud, in a language they speak well. Say that they can take it back, and what nobody can take back: what others
          have read. Do not hurry, and do not tie help to a yes.
        </Trans>
      </p>
      <RadioGroup
        className="rungs"
        value={String(rung)}
        onChange={(value) => setRung(RUNGS[Number(value)] ?? RUNG_DEFAULT)}
        isInvalid={isWrong && rung === 3 && spaces.coalitions.length === 0}
        validationBehavior="aria"
      >
        <Label className="field-label">{t`They agree to this, and to no more`}</Label>
        {RUNGS.map((each) => (
          <Radio className="pick rung" key={each} value={String(each)}>
            {rungWords(each)}
          </Radio>
        ))}
      </RadioGroup>
      {rung === 0 ? (
        <div className="note note-strong">
          <div>
            <p>
              <Trans>Then listen. Nothing is written down, here or anywhere, and nobody sees that you have talked.</Trans>
            </p>
            {holding.length === 0 ? null : <GoesOn cards={holding} />}
          </div>
        </div>
      ) : (
        <>
          {rung === 3 ? (
            spaces.coalitions.length === 0 ? (
              <p className={isWrong ? 'field-problem' : undefined}>
                <Trans>You are in no coalition yet. Choose another step, or come back when you are in one.</Trans>
              </p>
            ) : (
              // Null, not "": with any value that none of them has, no key would reach them.
              <RadioGroup
                className="radios"
                value={coalition === '' ? null : coalition}
                onChange={setPicked}
                isInvalid={isWrong}
                validationBehavior="aria"
              >
                <Label className="field-label">{t`Which coalition`}</Label>
                <FieldError className="field-problem">{t`Choose one.`}</FieldError>
                <div className="radios-list">
                  {spaces.coalitions.map(({ spaceId, name }) => (
                    <Radio className="pick" key={spaceId} value={spaceId}>
                      <bdi>{name}</bdi>
                    </Radio>
                  ))}
                </div>
              </RadioGroup>
            )
          ) : null}
          {isForAuthority(rung) ? (
            <WhichAuthority
              isAny={isAny}
              onAny={setAny}
              value={authority}
              onChange={setAuthority}
              problem={isWrong ? t`Write which authority, or choose “Any authority”.` : null}
            />
          ) : null}
          <Field
            label={t`Who asked them`}
            hint={t`A name or initials of one of you.`}
            value={texts.askedBy}
            onChange={(askedBy) => set({ askedBy })}
            maxLength={200}
            dir="auto"
          />
          <Field
            label={t`How it was explained`}
            hint={t`In a few words: what you said they could choose, and what you said could go wrong.`}
            value={texts.explained}
            onChange={(explained) => set({ explained })}
            rows={2}
            dir="auto"
          />
          <Field
            label={t`In which language`}
            value={texts.language}
            onChange={(language) => set({ language })}
            maxLength={200}
            dir="auto"
          />
          <DayField label={t`Asked on`} value={asked} onChange={setAsked} offers={[{ words: t`Today`, day: today() }]} />
          <DayField
            label={t`Until`}
            hint={t`After this day it holds no more. “To follow” reminds you to ask again.`}
            value={expires}
            onChange={setExpires}
            offers={[
              { words: t`For six months`, day: dayAhead(183) },
              { words: t`For a year`, day: dayAhead(365) },
            ]}
          />
        </>
      )}
      <EndedNote cards={ended} />
      <ProblemNote of={save.error ?? look.error} />
      <div className="actions">
        {rung === 0 ? (
          <Button type="submit" look="primary">{t`Close, and write nothing`}</Button>
        ) : (
          <>
            <Button type="submit" look="primary" isDisabled={look.isPending || save.isPending || spaces.houseId === null}>
              {t`Save what they agree to`}
            </Button>
            <Button
              look="quiet"
              onPress={() => draft.throwAway({ close: onClose, ...(onReopen === undefined ? {} : { reopen: onReopen }) })}
            >{t`Not now`}</Button>
            <DraftNote form={draft} />
          </>
        )}
      </div>
      {ending === null ? null : (
        <EndsBefore
          cards={earlier}
          ending={ending.found}
          isBusy={save.isPending}
          onSave={() => save.mutate(ending.fields)}
          onClose={() => setEnding(null)}
        />
      )}
    </form>
  )
}

/** What was agreed to before and goes on where nothing is written: said, as nothing else ends it. */
function GoesOn({ cards }: { cards: readonly Card[] }): ReactNode {
  return (
    <>
      <p>
        <Trans>So what they agreed to before still holds:</Trans>
      </p>
      <AnswerList cards={cards} />
      <p>
        <Trans>
          If they want that no more, open each of these answers and press “They take it back…”. If you are to keep nothing of them, that is
          also where you begin.
        </Trans>
      </p>
    </>
  )
}
