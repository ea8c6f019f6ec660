import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Settings } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { LOCK_KEYS } from '../../app/keys.ts'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { InternetSwitch } from '../coalitions/internet-switch.tsx'
import { NearbySwitch } from '../coalitions/nearby-switch.tsx'
import { ChangePassphrase } from './change-passphrase.tsx'
import { LanguageChoice } from './language-choice.tsx'
import { MeetingPoints } from './meeting-points.tsx'
import { NotifyChoice } from './notify-choice.tsx'
import { OwnKinds } from './own-kinds.tsx'
import { Refusals } from './refusals.tsx'
import '../coalitions/coalitions.css'

const MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 240, 0]

/** What this computer does by itself, and how one changes the passphrase. */
export function SettingsScreen(): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const router = useRouter()
  const changesPassphrase = router.route.screen === 'settings' && router.route.change === 'passphrase'
  const settings = useQuery(queries.settings.get.queryOptions())
  const status = useQuery(queries.vault.status.queryOptions())
  const organisation = useQuery(queries.organisation.get.queryOptions())
  const newcomers = useQuery(queries.computers.pairings.queryOptions())
  return (
    <Page title={t`Settings`} focusTitle={!changesPassphrase}>
      <ProblemNote of={settings.error} />
      {newcomers.data?.some(({ state }) => state === 'compare') ? (
        <div className="note note-strong">
          <p>
            <Trans>A new computer waits: compare its eight words with those here.</Trans>
          </p>
          <Button look="primary" onPress={() => router.go({ screen: 'computers' })}>{t`Compare the words`}</Button>
        </div>
      ) : null}
      {settings.data === undefined ? null : <General settings={settings.data} />}
      <OwnKinds />
      <section className="section">
        <h2>
          <Trans>Our computers</Trans>
        </h2>
        <p>
          <Trans>Your organisation can keep one log on several computers.</Trans>
        </p>
        <div className="actions">
          <Button onPress={() => router.go({ screen: 'computers' })}>{t`See our computers`}</Button>
        </div>
      </section>
      <section className="section">
        <h2>
          <Trans>Passphrase</Trans>
        </h2>
        <ChangePassphrase isAsked={changesPassphrase} />
      </section>
      <section className="section">
        <h2>
          <Trans>Nearby</Trans>
        </h2>
        <NearbySwitch />
      </section>
      <section className="section">
        <h2>
          <Trans>Internet</Trans>
        </h2>
        <InternetSwitch />
        <MeetingPoints />
        <Refusals />
      </section>
      <section className="section">
        <h2>
          <Trans>About</Trans>
        </h2>
        {organisation.data === undefined ? null : (
          <p>
            <Trans>
              This is the log of <bdi>{organisation.data.name}</bdi>, on the computer “<bdi>{organisation.data.computer}</bdi>”.
            </Trans>
          </p>
        )}
        {organisation.data?.restored ? (
          <p>
            <Trans>
              This computer was restored from a backup. Parasol goes on in a new log; what your partners hold of yours comes back by itself.
            </Trans>
          </p>
        ) : null}
        <p className="quiet">
          <Trans>Parasol {status.data?.version ?? ''}. Free software under the AGPL, version 3.</Trans>
        </p>
      </section>
    </Page>
  )
}

function General({ settings }: { settings: Settings }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const change = useMutation({
    mutationFn: (changes: Partial<Settings>) => client.settings.set(changes),
    onSuccess: (now) => cache.setQueryData(queries.settings.get.queryKey(), now),
  })
  const minutes = MINUTES.includes(settings.autoLockMinutes) ? MINUTES : [settings.autoLockMinutes, ...MINUTES]
  const afterWords = (each: number): string => {
    const hours = each / 60
    if (each === 0) return t`Never (not advised)`
    if (each === 1) return t`After 1 minute`
    return hours < 2 ? t`After ${each} minutes` : t`After ${hours} hours`
  }
  return (
    <div className="stack">
      <LanguageChoice />
      <Choice
        label={t`Lock by itself`}
        hint={t`When nobody has touched a key or the mouse. ${LOCK_KEYS} locks at once. While it is locked, no alert comes in.`}
        value={String(settings.autoLockMinutes)}
        options={minutes.map((each) => ({ value: String(each), label: afterWords(each) }))}
        onChange={(value) => change.mutate({ autoLockMinutes: Number(value) })}
      />
      <Choice
        label={t`Light or dark`}
        value={settings.theme}
        options={[
          { value: 'system', label: t`As the computer has it` },
          { value: 'light', label: t`Light` },
          { value: 'dark', label: t`Dark` },
        ]}
        onChange={(theme) => change.mutate({ theme })}
      />
      <NotifyChoice value={settings.notify} onChange={(notify) => change.mutate({ notify })} />
      <ProblemNote of={change.error} />
    </div>
  )
}
