import { useLingui } from '@lingui/react/macro'
import { FileText } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { Button } from '../../ui/button.tsx'

/** The name of a file with an invite: it says nothing of whose it is. */
export const INVITE_FILE = 'invite.txt'

/** Opens a small file with an invite in place of pasting its line. What is no invite, the engine says. */
export function OpenInviteFile({ onText }: { onText: (text: string) => void }): ReactNode {
  const { t } = useLingui()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".txt,text/plain"
        className="visually-hidden"
        aria-label={t`File with the invite`}
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          // A file that cannot be read is as good as an empty one.
          if (file !== undefined)
            void file
              .slice(0, LIMITS.inviteText)
              .text()
              .then(onText, () => onText(''))
        }}
      />
      <Button look="quiet" icon={FileText} onPress={() => input.current?.click()}>{t`Open the invite file`}</Button>
    </>
  )
}
