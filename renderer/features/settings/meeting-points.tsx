import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { More, type MoreProps } from '../../ui/more.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'

/** Own computers through which partners find each other, instead of the public ones. */
export function MeetingPoints({ level = 3 }: Pick<MoreProps, 'level'>): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const network = useQuery(queries.network.status.queryOptions())
  if (network.data === undefined) return null
  const { bootstrap } = network.data
  return (
    <More
      level={level}
      title={t`Meeting points`}
      holds={
        bootstrap.length === 0 ? (
          <Trans>The public ones</Trans>
        ) : (
          <Plural value={bootstrap.length} one="# of our own" other="# of our own" />
        )
      }
    >
      <Form key={bootstrap.join()} bootstrap={bootstrap} />
    </More>
  )
}

function Form({ bootstrap }: { bootstrap: readonly string[] }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  const [text, setText] = useState(bootstrap.join('\n'))
  const save = useOnce({
    mutationFn: (points: string[]) => client.network.set({ bootstrap: points }),
    onSuccess: (status) => {
      cache.setQueryData(queries.network.status.queryKey(), status)
      notice(t`The meeting points are saved.`)
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    save.mutate(text.split(/[\s,]+/).filter((point) => point !== ''))
  }
  return (
    <form className="stack narrow" onSubmit={submit} noValidate>
      <p>
        <Trans>
          Partners find each other through public computers on the internet. If you or someone you trust runs such computers, write their
          addresses here. All partners need the same list. Leave it empty for the public ones.
        </Trans>
      </p>
      <Field label={t`Our own meeting points`} dir="ltr" hint={t`One a line, as address:port.`} value={text} onChange={setText} rows={3} />
      <ProblemNote of={save.error} />
      <div className="actions">
        <Button type="submit" isDisabled={save.isPending}>{t`Save the meeting points`}</Button>
      </div>
    </form>
  )
}
