import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { OpenInviteFile } from './invite-file.tsx'
import { ReachOffer } from './reach-offer.tsx'
import './coalitions.css'
import { useOnce } from '../../ui/use-once.ts'

/** Into a partner's coalition, by the line of text that the partner gave. */
export function JoinScreen(): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const router = useRouter()
  const [text, setText] = useState('')
  const join = useOnce({
    mutationFn: (invite: string) => client.coalitions.join({ text: invite }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: queries.coalitions.key() })
      router.replace({ screen: 'coalitions', spaceId: null })
    },
  })
  const invite = text.replaceAll(/\s+/g, '')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (invite !== '') join.mutate(invite.slice(0, LIMITS.inviteText))
  }
  return (
    <Page
      title={t`Join with an invite`}
      onBack={() => router.back({ screen: 'coalitions', spaceId: null })}
      backLabel={t`Back to the coalitions`}
      focusTitle={false}
    >
      <form className="stack" onSubmit={submit} noValidate>
        <Field
          label={t`Invite`}
          dir="ltr"
          hint={t`Paste the whole line that you were given.`}
          value={text}
          onChange={setText}
          rows={3}
          autoFocus
        />
        <p>
          <Trans>
            Next, both screens show the same eight words. You compare them by phone or face to face, so that nobody can come in between.
          </Trans>
        </p>
        <ProblemNote of={join.error} />
        <div className="actions">
          <Button type="submit" look="primary" isDisabled={join.isPending || invite === ''}>{t`Find them`}</Button>
          <OpenInviteFile onText={setText} />
        </div>
      </form>
      <ReachOffer />
    </Page>
  )
}
