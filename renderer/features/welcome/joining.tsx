import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { useEngine } from '../../app/engine.tsx'
import { useLiveAnswers } from '../../app/live.ts'
import { NoticeProvider } from '../../app/notice.tsx'
import { useTouch } from '../../app/touch.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { OpenInviteFile } from '../coalitions/invite-file.tsx'
import { isUnderWay, PairingList } from '../coalitions/pairings.tsx'
import { ReachOffer } from '../coalitions/reach-offer.tsx'
import { LogStateProvider } from '../log/log-state.tsx'
import { MeetingPoints } from '../settings/meeting-points.tsx'
import '../coalitions/coalitions.css'
import { useOnce } from '../../ui/use-once.ts'

/** A computer that no organisation has taken in yet: the invite, then the eight words. */
export function Joining(): ReactNode {
  return (
    <LogStateProvider>
      <NoticeProvider>
        <Steps />
      </NoticeProvider>
    </LogStateProvider>
  )
}

function Steps(): ReactNode {
  useLiveAnswers()
  useTouch()
  const { t } = useLingui()
  const { queries } = useEngine()
  const pairings = useQuery(queries.computers.pairings.queryOptions())
  const shown = pairings.data ?? []
  return (
    <Sheet title={t`Add this computer to an organisation`} step={t`Step 2 of 2`} focusTitle={false}>
      <ProblemNote of={pairings.error} />
      <PairingList pairings={shown} routes="computers" />
      {shown.some(isUnderWay) || pairings.data === undefined ? null : <GiveInvite />}
      <ReachOffer isForComputers />
      <MeetingPoints level={2} />
    </Sheet>
  )
}

function GiveInvite(): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const [text, setText] = useState('')
  const join = useOnce({
    mutationFn: (invite: string) => client.computers.join({ text: invite }),
    onSuccess: () => cache.invalidateQueries({ queryKey: queries.computers.key() }),
  })
  const invite = text.replaceAll(/\s+/g, '')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (invite !== '') join.mutate(invite.slice(0, LIMITS.inviteText))
  }
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p>
        <Trans>Your keyholder makes an invite: Settings, See our computers, Make an invite. Keep Parasol open on both computers.</Trans>
      </p>
      <Field
        label={t`Invite`}
        dir="ltr"
        hint={t`Paste the whole line that you were given.`}
        value={text}
        onChange={setText}
        rows={3}
        autoFocus
      />
      <ProblemNote of={join.error} />
      <div className="actions">
        <Button type="submit" look="primary" isDisabled={join.isPending || invite === ''}>{t`Find the other computer`}</Button>
        <OpenInviteFile onText={setText} />
      </div>
    </form>
  )
}
