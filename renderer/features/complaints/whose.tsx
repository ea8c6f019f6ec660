import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import {
  type Card,
  CODES,
  complaintStateOf,
  type Disagreed,
  isHandedIn,
  type RecordId,
  type Unnamable,
} from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { AgreedFor } from '../consent/agreed-for.tsx'
import { AskedBefore } from '../consent/asked-before.tsx'

/** Whose name the complaint bears. Asked before it is handed in: a name that is given cannot be taken back. */
export function Whose({ value, onChange }: { value: string; onChange: (value: string) => void }): ReactNode {
  const { t } = useLingui()
  const codeWords = useCodeWords()
  const hints: Record<(typeof CODES.confidentiality)[number], string> = {
    intermediary: t`They deal with you. They do not learn who it is.`,
    withheld: t`No name at all. They may not take it, and cannot write back.`,
    named: t`They learn who it is, and can ask them. Others may learn it too.`,
  }
  return (
    <>
      <div className="note note-strong">
        <p>
          <strong>
            <Trans>Before you hand it in: whose name?</Trans>
          </strong>{' '}
          <Trans>
            Some bodies ask for the person’s name, and some pass it on. A name that is given cannot be taken back. You can hand the
            complaint in as your organisation, and keep the person’s name to yourselves.
          </Trans>
        </p>
      </div>
      <RadioGroup className="radios" value={value} onChange={onChange}>
        <Label className="field-label">{t`Whose name is on it`}</Label>
        <div className="radios-list radios-list-hinted">
          {[...CODES.confidentiality].reverse().map((code) => (
            <Radio className="pick" key={code} value={code}>
              <span className="pick-words">
                {codeWords('confidentiality', code)}
                <span className="hint">{hints[code]}</span>
              </span>
            </Radio>
          ))}
        </div>
      </RadioGroup>
    </>
  )
}

/** Whether everybody it is about has agreed to a complaint, `named` under their name; not while it is not known. A name is somebody's. */
export const mayGo = (found: Unnamable | undefined, named: boolean): boolean =>
  found !== undefined && (!named || found.harmed > 0) && found.people.length === 0 && found.gone === 0

/** Somebody of whom there is no page, as an incident calls them. */
export interface Unnamed {
  incident: RecordId
  item: string
  label: string
}

interface NotAgreedProps {
  of: Unnamable | undefined
  /** The authority; empty where none is said. */
  body: string
  /** Whether it learns the name. */
  named: boolean
  onAsk: (unnamed: Unnamed) => void
}

/** Who has to agree before a complaint goes out: each with a way to their page, or, of whom there is none, to write down here what they said. */
export function NotAgreed({ of, ...asked }: NotAgreedProps): ReactNode {
  // A page that is gone has no name, and nobody can be asked any more.
  const [gone, toAsk] = [true, false].map((isGone) =>
    (of?.people ?? []).filter(({ recordId, name }) => (recordId !== null && name === '') === isGone),
  ) as [Unnamable['people'], Unnamable['people']]
  return (
    // Stands before there is something to say, so that readers hear what comes into it.
    <div role="status">
      {of === undefined || of.gone === 0 ? null : (
        <div className="note">
          <p>
            <Trans>
              An incident that this complaint was about is gone, or has not arrived here, so nobody can say who has to agree. Write a new
              complaint with what may be handed in.
            </Trans>
          </p>
        </div>
      )}
      {toAsk.length === 0 ? null : <AskThem people={toAsk} {...asked} />}
      {gone.length === 0 ? null : <CannotAsk incidents={[...new Set(gone.map(({ incident }) => incident))]} />}
      {of === undefined || of.people.length > 0 || of.gone > 0 || mayGo(of, asked.named) ? null : (
        <div className="note">
          <p>
            <Trans>
              No incident of this complaint says who was harmed, so nobody can have agreed. Write that down first, or choose another name.
            </Trans>
          </p>
        </div>
      )}
    </div>
  )
}

/** Somebody is still in an incident whose page was erased: what can be done then. */
function CannotAsk({ incidents }: { incidents: readonly RecordId[] }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  return (
    <div className="note">
      <div>
        <p>
          <Trans>
            Somebody whose page was erased is still in an incident of this complaint, so nobody can ask them. Take them out of the incident
            if it may go without their word, or write a new complaint without that incident.
          </Trans>
        </p>
        <div className="actions">
          {incidents.map((recordId) => (
            <Button key={recordId} onPress={() => router.go({ screen: 'amend', recordId, draftId: null })}>{t`Amend the incident`}</Button>
          ))}
        </div>
      </div>
    </div>
  )
}

function AskThem({ people, body, named, onAsk }: Omit<NotAgreedProps, 'of'> & Pick<Unnamable, 'people'>): ReactNode {
  return (
    <div className="note">
      <div>
        <p>
          {!named ? (
            body === '' ? (
              <Trans>
                These people have not agreed that an authority has this, even without their name. Ask them, and write down what they said.
                If somebody agreed for one authority only, press “Amend” and say to whom this complaint goes.
              </Trans>
            ) : (
              <Trans>
                These people have not agreed that <bdi>{body}</bdi> has this, even without their name. Ask them, and write down what they
                said.
              </Trans>
            )
          ) : body === '' ? (
            <Trans>
              These people have not agreed that an authority learns their name. Ask them, and write down what they said, or choose another
              name. If somebody agreed for one authority only, press “Amend” and say to whom this complaint goes.
            </Trans>
          ) : (
            <Trans>
              These people have not agreed that <bdi>{body}</bdi> learns their name. Ask them, and write down what they said, or choose
              another name.
            </Trans>
          )}
        </p>
        <NamedPeople people={people} authority={body} onAsk={onAsk} />
      </div>
    </div>
  )
}

interface NamedPeopleProps {
  people: Disagreed['people']
  /** The authority that would get it; left out or empty where none is said. */
  authority?: string
  onAsk?: (unnamed: Unnamed) => void
}

/** Who they are, each with a way to their page; of whom there is none, to write down what they said (`onAsk`). */
export function NamedPeople({ people, authority = '', onAsk }: NamedPeopleProps): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  return (
    <ul className="named">
      {people.map(({ recordId, item, name, incident, anew }) => (
        <li key={recordId ?? `${incident} ${item} ${name}`}>
          {recordId === null ? (
            <>
              <bdi>{name === '' ? t`Somebody without a name` : name}</bdi>{' '}
              {item === undefined || incident === null || onAsk === undefined ? null : (
                <Button look="quiet" onPress={() => onAsk({ incident, item, label: name })}>{t`Write down what they said`}</Button>
              )}
              <AskedBefore anew={anew} />
            </>
          ) : name === '' ? (
            <Trans>Somebody whose page was erased, and with it what they agreed to</Trans>
          ) : (
            <>
              <button type="button" className="link" onClick={() => router.go({ screen: 'card', recordId })}>
                <bdi>{name}</bdi>
              </button>
              {authority === '' ? null : <AgreedFor person={recordId} authority={authority} />}
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

/** A complaint that was handed in under a name: who of those that it is about does not agree to that any more, or never did. */
export function NameStands({ card }: { card: Card }): ReactNode {
  const { queries } = useEngine()
  const { recordId, fields } = card
  const isNamed = card.author.own && fields['confidentiality'] === 'named' && isHandedIn(complaintStateOf(fields['state']))
  const found = useQuery({ ...queries.cards.unnamable.queryOptions({ input: { recordId, named: true } }), enabled: isNamed })
  const people = isNamed ? (found.data?.people ?? []) : []
  return (
    <div role="status">
      {people.length === 0 ? null : (
        <div className="note note-strong">
          <div>
            <p>
              <Trans>
                This was handed in under the name of these people, and they do not agree to that now. What the authority knows, Parasol
                cannot take back: ask the authority to keep the name to itself, and tell the people.
              </Trans>
            </p>
            <NamedPeople people={people} />
          </div>
        </div>
      )}
      <ProblemNote of={isNamed ? found.error : null} />
    </div>
  )
}
