import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Checkbox } from 'react-aria-components'
import { Button } from '../../ui/button.tsx'
import type { Naming } from './named-in.ts'

export interface NamedNoteProps {
  /** Field by field in words: what would be read. */
  found: readonly Naming[]
  /** Whether something may be there that is not told word by word: a real name, a former one, or another of our people. */
  hasHidden?: boolean
  /** Who would read it. */
  readers: string
  isAllowed: boolean
  isDisabled: boolean
  onAllow(isAllowed: boolean): void
  /** Left out where the incident is being amended. */
  onAmend?: () => void
}

/** Words in what leaves that somebody who was harmed is called by: a person has to say that they may stand there. */
export function NamedNote({ found, hasHidden = false, readers, isAllowed, isDisabled, onAllow, onAmend }: NamedNoteProps): ReactNode {
  const { t } = useLingui()
  if (found.length === 0 && !hasHidden) return null
  return (
    <div className="note note-strong" role="status">
      <div className="stack-close">
        <p>
          <strong>
            {found.length > 0 ? (
              <Trans>It may name somebody who was harmed.</Trans>
            ) : (
              <Trans>It may name somebody who is not to be named.</Trans>
            )}
          </strong>
        </p>
        <ul className="plain-list">
          {found.flatMap(({ field, words }) =>
            words.map((word) => (
              <li key={`${field} ${word}`}>
                <Trans>
                  “<bdi>{word}</bdi>” stands in “{field}”.
                </Trans>
              </li>
            )),
          )}
        </ul>
        {found.length > 0 ? null : (
          <p>
            <Trans>
              It may be a real name, what somebody was called before, or what another of our people is called. Parasol does not show which:
              read it word by word.
            </Trans>
          </p>
        )}
        <p>
          <Trans>
            <bdi>{readers}</bdi> would read it. Take it out, or say that it may stand there.
          </Trans>
        </p>
        {onAmend === undefined ? null : <Button onPress={onAmend} isDisabled={isDisabled}>{t`Amend the incident`}</Button>}
        <Checkbox className="pick pick-box pick-bare" isSelected={isAllowed} onChange={onAllow} isDisabled={isDisabled}>
          {t`It may stand there`}
        </Checkbox>
      </div>
    </div>
  )
}
