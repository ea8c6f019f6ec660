import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, type RefObject, useEffect, useId, useRef } from 'react'
import { Checkbox } from 'react-aria-components'
import { Button } from '../../ui/button.tsx'
import type { Naming } from './named-in.ts'

interface Found {
  /** Field by field in words: what would be read, of the names that the window knows. */
  found: readonly Naming[]
  /** Whether there may be something that is not told word by word: a real name or a telephone number, a former name, or another of our people. */
  hasHidden: boolean
}

export interface NamedNoteProps extends Found {
  /** Who would read it. */
  readers: string
  isAllowed: boolean
  isDisabled: boolean
  onAllow(isAllowed: boolean): void
  onAmend(): void
}

/** Words in what leaves that somebody is called by: a person has to say that they may stand there. */
export function NamedNote({ found, hasHidden, readers, isAllowed, isDisabled, onAllow, onAmend }: NamedNoteProps): ReactNode {
  const { t } = useLingui()
  if (found.length === 0 && !hasHidden) return null
  return (
    <Note found={found} hasHidden={hasHidden}>
      <p>
        <Trans>
          <bdi>{readers}</bdi> would read it. Take it out, or say that it may stand there.
        </Trans>
      </p>
      <Button onPress={onAmend} isDisabled={isDisabled}>{t`Amend the incident`}</Button>
      <Checkbox className="pick pick-box pick-bare" isSelected={isAllowed} onChange={onAllow} isDisabled={isDisabled}>
        {t`It may stand there`}
      </Checkbox>
    </Note>
  )
}

export interface ReadFirstProps {
  /** The names that the window knows, field by field in words, in what is typed; left out where it knows none. */
  found?: readonly Naming[]
  /** What stands for the words that the engine does not let go (`useReadFirst`); null while it was not asked, and once they are others. */
  mark: string | null
  readers: string
  isDisabled: boolean
  /** Saves it all the same. */
  onGo(): void
}

/** The same in a form: while it is typed a hint, and before it is saved the one thing to do. */
export function ReadFirst({ found = [], mark, readers, isDisabled, onGo }: ReadFirstProps): ReactNode {
  const { t } = useLingui()
  const note = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (mark !== null) note.current?.focus()
  }, [mark])
  if (found.length === 0 && mark === null) return null
  const change = (): void =>
    fieldWith(
      note.current?.closest('form'),
      found.flatMap(({ words }) => words),
    )?.focus()
  return (
    <Note found={found} hasHidden={mark !== null} noteRef={note}>
      {mark === null ? (
        <p>
          <Trans>
            <bdi>{readers}</bdi> would read it. Parasol asks once more when you save.
          </Trans>
        </p>
      ) : (
        <>
          <p>
            <Trans>
              <bdi>{readers}</bdi> would read it, and it is not saved yet. Read it once more: change it, or let it go.
            </Trans>
          </p>
          <div className="actions">
            <Button look="primary" onPress={change} isDisabled={isDisabled}>{t`Change it`}</Button>
            <Button onPress={onGo} isDisabled={isDisabled}>{t`It may go as it is`}</Button>
          </div>
        </>
      )}
    </Note>
  )
}

function Note({
  found,
  hasHidden,
  noteRef,
  children,
}: Found & { noteRef?: RefObject<HTMLDivElement | null>; children: ReactNode }): ReactNode {
  const id = useId()
  return (
    <div className="note note-strong" role="status" ref={noteRef} tabIndex={-1} aria-labelledby={id}>
      <div className="stack-close">
        <p id={id}>
          <strong>
            {found.length > 0 ? (
              <Trans>It may name somebody who was harmed.</Trans>
            ) : (
              <Trans>It may name somebody who is not to be named.</Trans>
            )}
          </strong>
        </p>
        {found.length === 0 ? null : (
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
        )}
        {!hasHidden ? null : found.length > 0 ? (
          <p>
            <Trans>There may be other names, which Parasol does not show: read it word by word.</Trans>
          </p>
        ) : (
          <p>
            <Trans>
              It may be a real name or a phone number, what somebody was called before, or what another of our people is called. Parasol
              does not show which: read it word by word.
            </Trans>
          </p>
        )}
        {children}
      </div>
    </div>
  )
}

/** The first field of a form that has one of these words; the first one where none has. */
function fieldWith(form: Element | null | undefined, words: readonly string[]): HTMLElement | undefined {
  const fields = [
    ...(form?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('textarea, input[type="text"], input:not([type])') ?? []),
  ]
  return fields.find(({ value }) => words.some((word) => value.includes(word))) ?? fields[0]
}
