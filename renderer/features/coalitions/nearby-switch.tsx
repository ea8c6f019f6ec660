import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Network } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { More, type MoreProps } from '../../ui/more.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { WaySwitch } from './way-switch.tsx'

/**
 * Whether Parasol may look for partners on the local network, with what that shows to others.
 * @param level of the heading in it
 */
export function NearbySwitch({ level = 3 }: Pick<MoreProps, 'level'>): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const network = useQuery(queries.network.status.queryOptions())
  const state = network.data?.nearby ?? 'off'
  return (
    <WaySwitch
      way="nearby"
      words={t`Reach partners nearby`}
      state={
        state === 'off' ? (
          <Trans>Off: Parasol neither looks for others on your network nor answers them.</Trans>
        ) : state === 'on' ? (
          <Trans>On: partners on the same Wi-Fi or cable are found. No internet is needed.</Trans>
        ) : (
          <Trans>On, but this network hides computers from each other. Type your partner’s address below.</Trans>
        )
      }
      shows={
        <Trans>
          What it shows: whoever is on the same network and looks closely can tell that this computer uses Parasol. Not who you are, who
          your partners are, or anything that you wrote.
        </Trans>
      }
    >
      {network.data === undefined || state === 'off' ? null : <TypedAddress network={network.data} level={level} />}
    </WaySwitch>
  )
}

/** For networks on which computers cannot find each other: one reads an address out, the other types it. */
function TypedAddress({ network, level }: { network: Network } & Required<Pick<MoreProps, 'level'>>): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  const [address, setAddress] = useState('')
  const dial = useOnce({
    mutationFn: (typed: string) => client.network.dial({ address: typed }),
    onSuccess: (status) => {
      cache.setQueryData(queries.network.status.queryKey(), status)
      setAddress('')
      notice(t`A Parasol answered there. If it is your partner’s, you are connected in a moment.`)
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (address.trim() !== '') dial.mutate(address.trim().slice(0, 64))
  }
  return (
    <More level={level} title={t`Not found? Type an address`} defaultExpanded={network.nearby === 'blocked'}>
      <form className="stack narrow" onSubmit={submit} noValidate>
        {network.addresses.length === 0 ? (
          <p>
            <Trans>This computer is on no network now. Join the Wi-Fi or plug the cable in.</Trans>
          </p>
        ) : (
          <div>
            <p>
              <Trans>Read this out to your partner, or type what they read out. One of you is enough.</Trans>
            </p>
            <ul className="plain-list" aria-label={t`Addresses of this computer`}>
              {network.addresses.map((each) => (
                <li key={each}>
                  <bdi dir="ltr">{each}</bdi>
                </li>
              ))}
            </ul>
          </div>
        )}
        <Field label={t`Address of your partner’s computer`} dir="ltr" value={address} onChange={setAddress} />
        <ProblemNote of={dial.error} />
        <div className="actions">
          <Button type="submit" isDisabled={dial.isPending || address.trim() === ''}>{t`Connect`}</Button>
        </div>
      </form>
    </More>
  )
}
