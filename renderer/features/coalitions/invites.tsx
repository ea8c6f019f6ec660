import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Copy, FileText, UserPlus } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Checkbox } from 'react-aria-components'
import type { Invite, SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { handFile } from '../../app/hand-file.ts'
import { useNotice } from '../../app/notice.tsx'
import { useShell } from '../../app/shell.tsx'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { copyForAMinute } from './copy.ts'
import { INVITE_FILE } from './invite-file.tsx'
import { useByDriveOnly } from './reach-offer.tsx'

const HOURS = 24

/** Open invites, and the button that makes one. */
export function Invites({ spaceId }: { spaceId: SpaceId }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const byDriveOnly = useByDriveOnly()
  const [past, setPast] = useState(true)
  const invites = useQuery(queries.coalitions.invites.queryOptions({ input: { spaceId } }))
  const make = useOnce({
    mutationFn: () => client.coalitions.invite({ spaceId, hours: HOURS, past }),
    onSuccess: () => cache.invalidateQueries({ queryKey: queries.coalitions.invites.key() }),
  })
  return (
    <section className="section">
      <h2>
        <Trans>Invite an organisation</Trans>
      </h2>
      <p>
        <Trans>
          An invite is one line of text, or a small file. It works once, for a day. Give it to them in a way that nobody else reads: by
          hand, or by a message that disappears.
        </Trans>{' '}
        {byDriveOnly ? (
          <Trans>Then a courier drive goes back and forth between you, or you both switch a network on.</Trans>
        ) : (
          <Trans>Then keep Parasol open on both computers.</Trans>
        )}
      </p>
      <Checkbox className="pick pick-box pick-bare" isSelected={past} onChange={setPast}>
        {t`They may also read what was written here before they joined`}
      </Checkbox>
      <InviteList
        invites={invites.data ?? []}
        problem={invites.error ?? make.error}
        isBusy={make.isPending}
        onMake={() => make.mutate()}
        onWithdrawn={() => cache.invalidateQueries({ queryKey: queries.coalitions.invites.key() })}
        goodFor={({ past: reads }) =>
          reads ? t`for one organisation, which may also read what was written before` : t`for one organisation, from its first day on`
        }
      />
    </section>
  )
}

export interface InviteListProps {
  invites: readonly Invite[]
  problem: unknown
  isBusy: boolean
  onMake(): void
  onWithdrawn(): Promise<void>
  /** Whom an invite is good for. */
  goodFor(invite: Invite): string
}

/** The invites that can still be used, and the button that makes one. */
export function InviteList({ invites, problem, isBusy, onMake, onWithdrawn, goodFor }: InviteListProps): ReactNode {
  const { t } = useLingui()
  const open = invites.filter((invite) => invite.state === 'open')
  return (
    <>
      {open.map((invite) => (
        <OpenInvite key={invite.inviteId} invite={invite} onWithdrawn={onWithdrawn} goodFor={goodFor} />
      ))}
      <ProblemNote of={problem} />
      <div className="actions">
        <Button look={open.length === 0 ? 'primary' : 'plain'} icon={UserPlus} onPress={onMake} isDisabled={isBusy}>
          {open.length === 0 ? t`Make an invite` : t`Make another invite`}
        </Button>
      </div>
    </>
  )
}

function OpenInvite({ invite, onWithdrawn, goodFor }: { invite: Invite } & Pick<InviteListProps, 'onWithdrawn' | 'goodFor'>): ReactNode {
  const { t } = useLingui()
  const { client } = useEngine()
  const notice = useNotice()
  const shell = useShell()
  const id = useId()
  const line = useRef<HTMLTextAreaElement>(null)
  const whom = goodFor(invite)
  const withdraw = useOnce({
    mutationFn: () => client.coalitions.withdrawInvite({ inviteId: invite.inviteId }),
    onSuccess: onWithdrawn,
  })
  useEffect(() => {
    const area = line.current
    if (area !== null) area.style.blockSize = `${area.scrollHeight + 2}px`
  }, [])
  return (
    <div className="invite">
      <div className="field">
        <label htmlFor={id}>{t`Invite to hand over`}</label>
        <textarea
          id={id}
          ref={line}
          className="input invite-line"
          dir="ltr"
          readOnly
          rows={2}
          value={invite.text ?? ''}
          spellCheck={false}
          onFocus={(event) => event.target.select()}
        />
      </div>
      <p className="hint">
        <Trans>
          Good until <Moment iso={invite.expiresAt} />, {whom}.
        </Trans>
      </p>
      <ProblemNote of={withdraw.error} />
      <div className="actions">
        <Button
          look="primary"
          icon={Copy}
          onPress={() => {
            if (line.current !== null)
              void copyForAMinute(line.current, shell).then(() => notice(t`Copied. It leaves the clipboard in a minute.`))
          }}
        >{t`Copy the invite`}</Button>
        <Button
          icon={FileText}
          onPress={() => {
            handFile(new Blob([`${invite.text ?? ''}\n`], { type: 'text/plain' }), INVITE_FILE)
            notice(t`The invite file is with your downloads. Whoever opens it can use it: delete it once it is handed over.`)
          }}
        >{t`Save it as a file`}</Button>
        <Button look="quiet" onPress={() => withdraw.mutate()} isDisabled={withdraw.isPending}>{t`Withdraw it`}</Button>
      </div>
    </div>
  )
}
