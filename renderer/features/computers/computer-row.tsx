import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { Circle, CircleDot, MonitorX, Pencil } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Computer } from '../../../core/engine/contract/index.ts'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { Asked } from '../../ui/asked.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'

/** One computer, with what may be done about it. */
export function ComputerRow({ computer, isKeyholder }: { computer: Computer; isKeyholder: boolean }): ReactNode {
  const { t } = useLingui()
  const [renaming, setRenaming] = useState(false)
  const name = useNameWords(computer)
  const mayRename = !computer.revoked && (isKeyholder || computer.own)
  if (renaming) return <Rename computer={computer} onDone={() => setRenaming(false)} />
  return (
    <li className="member">
      {computer.connected ? <CircleDot aria-hidden className="member-here" /> : <Circle aria-hidden className="member-away" />}
      <span className="member-name">
        <bdi>{name}</bdi>
      </span>
      <span className="quiet">
        {computer.keyholder ? (
          <>
            <Trans>The keyholder’s</Trans>
            {' · '}
          </>
        ) : null}
        <State computer={computer} />
      </span>
      {mayRename || computer.revocable ? (
        <span className="member-acts">
          {mayRename ? (
            <Button look="quiet" icon={Pencil} aria-label={t`Rename ${name}`} onPress={() => setRenaming(true)}>{t`Rename`}</Button>
          ) : null}
          {computer.revocable ? <Revoke computer={computer} name={name} /> : null}
        </span>
      ) : null}
    </li>
  )
}

function useNameWords({ name }: Computer): string {
  const { t } = useLingui()
  return name === '' ? t`A computer without a name` : name
}

function State({ computer }: { computer: Computer }): ReactNode {
  if (computer.revoked) return <Trans>Nothing it writes now counts</Trans>
  if (computer.own) return <Trans>This computer</Trans>
  if (computer.connected) return <Trans>Connected now</Trans>
  if (computer.lastSeen === null) return <Trans>Not seen since Parasol was unlocked</Trans>
  return (
    <Trans>
      Last connected <Moment iso={computer.lastSeen} />
    </Trans>
  )
}

function Rename({ computer, onDone }: { computer: Computer; onDone: () => void }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const [name, setName] = useState(computer.name)
  const called = useNameWords(computer)
  const rename = useOnce({
    mutationFn: (chosen: string) => client.computers.rename({ computerId: computer.computerId, name: chosen }),
    onSuccess: async () => {
      await Promise.all([
        cache.invalidateQueries({ queryKey: queries.computers.key() }),
        cache.invalidateQueries({ queryKey: queries.organisation.key() }),
      ])
      onDone()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (name.trim() !== '') rename.mutate(name.trim())
  }
  return (
    <li className="member">
      <form
        className="stack"
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !rename.isPending) onDone()
        }}
        noValidate
      >
        <Field
          label={t`New name for ${called}`}
          hint={t`Only your own computers see it. Use a place or a task, not a person’s name.`}
          value={name}
          onChange={setName}
          maxLength={LIMITS.computerName}
          dir="auto"
          autoFocus
        />
        <ProblemNote of={rename.error} />
        <div className="actions">
          <Button type="submit" look="primary" isDisabled={rename.isPending || name.trim() === ''}>{t`Save the name`}</Button>
          <Button look="quiet" onPress={onDone} isDisabled={rename.isPending}>{t`Keep the old name`}</Button>
        </div>
      </form>
    </li>
  )
}

/** Removes a computer, after saying what that cannot take back. */
function Revoke({ computer, name }: { computer: Computer; name: string }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  return (
    <Asked
      icon={MonitorX}
      words={t`Remove`}
      name={t`Remove ${name}`}
      title={t`Remove ${name}?`}
      action={t`Remove this computer`}
      act={() => client.computers.revoke({ computerId: computer.computerId })}
      onDone={() => {
        notice(t`${name} is removed.`)
        return cache.invalidateQueries({ queryKey: queries.computers.key() })
      }}
    >
      <p>
        <Trans>From now on it gets nothing that you or your partners write, and nothing that is written on it comes in.</Trans>
      </p>
      <p>
        <Trans>
          What it holds already stays on it: whoever knows its passphrase can read that. What was written on it and has not reached this
          computer yet is left out for good. It cannot come back; to use it again, add it as a new computer.
        </Trans>
      </p>
      <p>
        <Trans>Partners who are not connected now hear of it when they next are; until then they may still pass entries on to it.</Trans>
      </p>
    </Asked>
  )
}
