import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Checkbox } from 'react-aria-components'
import type { CsvInput, ExportPreview } from '../../../core/engine/contract/index.ts'
import { useRouter } from '../../app/router.tsx'
import { usePartialWords } from '../../ui/moment.tsx'
import { More } from '../../ui/more.tsx'

/** Of what a person should read before it goes to others: what goes all the same. */
export type Goes = Pick<CsvInput, 'unnamed' | 'named'>

/** How many incidents go into the file. */
export const leavingOf = ({ records, unnamed, named }: ExportPreview, goes: Goes): number =>
  records - (goes.unnamed ? 0 : unnamed) - (goes.named === null ? named : 0)

export interface DoubtsProps {
  preview: ExportPreview
  goes: Goes
  onChange(goes: Goes): void
  isDisabled: boolean
}

/** What stays here, and what goes to others only once somebody has read it. */
export function Doubts({ preview, goes, onChange, isDisabled }: DoubtsProps): ReactNode {
  const { withheld, withheldFirst, unnamed, unnamedFirst } = preview
  const { t } = useLingui()
  return (
    <>
      {withheld === 0 ? null : (
        <div className="note">
          <div className="stack-close">
            <p aria-live="polite">
              <Plural
                value={withheld}
                one="# incident stays here: somebody who was harmed in it has not agreed to this, or a partner wrote it."
                other="# incidents stay here: somebody who was harmed in them has not agreed to this, or a partner wrote them."
              />
            </p>
            <Which title={t`Which ones stay here`} first={withheldFirst} count={withheld} />
          </div>
        </div>
      )}
      {unnamed === 0 ? null : (
        <div className="note">
          <div className="stack-close">
            <p>
              <Plural
                value={unnamed}
                one="# incident names nobody who was harmed: nobody was asked. Read it before it goes to others."
                other="# incidents name nobody who was harmed: nobody was asked. Read them before they go to others."
              />
            </p>
            <Which title={t`Which ones name nobody`} first={unnamedFirst} count={unnamed} />
            <Checkbox
              className="pick pick-box pick-bare"
              isSelected={!goes.unnamed}
              onChange={(leaveOut) => onChange({ ...goes, unnamed: !leaveOut })}
              isDisabled={isDisabled}
            >
              <Plural value={unnamed} one="Leave it out" other="Leave them out" />
            </Checkbox>
          </div>
        </div>
      )}
      <Named preview={preview} goes={goes} onChange={onChange} isDisabled={isDisabled} />
    </>
  )
}

/** Closed until somebody asks: the number is enough for most. */
function Which({ title, first, count }: { title: string; first: ExportPreview['withheldFirst']; count: number }): ReactNode {
  const router = useRouter()
  const whenWords = usePartialWords()
  return (
    <More title={title}>
      <ul className="named" aria-label={title}>
        {first.map(({ recordId, title, start }) => (
          <li key={recordId}>
            <button type="button" className="link" onClick={() => router.go({ screen: 'log', recordId })}>
              <bdi>{title}</bdi>
            </button>{' '}
            <span className="quiet">{whenWords(start)}</span>
          </li>
        ))}
        <Others count={count - first.length} />
      </ul>
    </More>
  )
}

function Others({ count: others }: { count: number }): ReactNode {
  if (others === 0) return null
  return (
    <li className="quiet">
      <Plural value={others} one="and # more" other="and # more" />
    </li>
  )
}

function Named({ preview: { named, namedFirst, namedMark }, goes, onChange, isDisabled }: DoubtsProps): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const others = named - namedFirst.length
  if (named === 0) return null
  return (
    <div className="note note-strong">
      <div className="stack-close">
        <p>
          <Plural
            value={named}
            one="In # incident the words say what somebody is called who is not to be named. It stays here until you have read it."
            other="In # incidents the words say what somebody is called who is not to be named. They stay here until you have read them."
          />
        </p>
        <ul className="named" aria-label={t`Incidents to read first`}>
          {namedFirst.map(({ recordId, title }) => (
            <li key={recordId}>
              <button type="button" className="link" onClick={() => router.go({ screen: 'log', recordId })}>
                <bdi>{title}</bdi>
              </button>
            </li>
          ))}
          <Others count={others} />
        </ul>
        {others === 0 ? (
          <>
            <p className="quiet">
              <Trans>Open it to amend it, or let it go as it is.</Trans>
            </p>
            <Checkbox
              className="pick pick-box pick-bare"
              isSelected={goes.named !== null}
              onChange={(isRead) => onChange({ ...goes, named: isRead ? namedMark : null })}
              isDisabled={isDisabled}
            >
              <Plural value={named} one="I have read it, and it may go as it is" other="I have read them, and they may go as they are" />
            </Checkbox>
          </>
        ) : (
          <p>
            <Trans>These are too many to let go at once. Narrow the log by its filters, and save it piece by piece.</Trans>
          </p>
        )}
      </div>
    </div>
  )
}
