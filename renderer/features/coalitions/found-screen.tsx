import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { useTooLongWords } from '../../i18n/use-too-long-words.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'

/** A new coalition with this organisation as its founder. */
export function FoundScreen(): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const router = useRouter()
  const tooLong = useTooLongWords()
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const found = useOnce({
    mutationFn: (chosen: string) => client.coalitions.found({ name: chosen }),
    onSuccess: async ({ spaceId }) => {
      await cache.invalidateQueries({ queryKey: queries.coalitions.key() })
      router.replace({ screen: 'coalitions', spaceId })
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    focusFirstProblem(event.currentTarget)
    const chosen = name.trim()
    const isLong = chosen.length > LIMITS.coalitionName
    setProblem(chosen === '' ? t`Write a name for the coalition.` : isLong ? tooLong(chosen.length, LIMITS.coalitionName) : null)
    if (chosen !== '' && !isLong) found.mutate(chosen)
  }
  return (
    <Page
      title={t`Found a coalition`}
      onBack={() => router.back({ screen: 'coalitions', spaceId: null })}
      backLabel={t`Back to the coalitions`}
      focusTitle={false}
    >
      <form className="stack" onSubmit={submit} noValidate>
        <Field
          label={t`Name of the coalition`}
          hint={t`Everyone whom you invite sees this name.`}
          value={name}
          onChange={(typed) => {
            setName(typed)
            setProblem(null)
          }}
          problem={problem}
          dir="auto"
          autoFocus
        />
        <p>
          <Trans>
            You decide who comes in. Each member reads what is written for the coalition, and nothing else of yours. Founding it shares
            nothing yet.
          </Trans>
        </p>
        <ProblemNote of={found.error} />
        <div className="actions">
          <Button type="submit" look="primary" isDisabled={found.isPending}>{t`Found the coalition`}</Button>
        </div>
      </form>
    </Page>
  )
}
