import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { LIMITS, type SavedView } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'

const names = new Intl.Collator(undefined, { sensitivity: 'base' })

/** Keeping, renaming and erasing of views; what was erased comes back by Undo. */
export function useViewActs() {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  const told = () => cache.invalidateQueries({ queryKey: queries.views.key() })
  const save = useOnce({
    mutationFn: ({ name, filters, was }: SavedView & { was: string | null }) => client.views.save({ name, filters, was }),
    onSuccess: told,
  })
  const erase = useOnce({
    mutationFn: ({ name }: SavedView) => client.views.erase({ name }),
    onSuccess: async (_, view) => {
      await told()
      notice(t`Erased: ${view.name}`, () => save.mutate({ ...view, was: null }))
    },
  })
  return { save, erase }
}

export interface ViewFormProps {
  label: string
  button: string
  /** Views whose names are taken. */
  others: readonly SavedView[]
  /** What is kept; without a name it is new. */
  of: SavedView
  /** What is said once it is on the disk. */
  said: string
  /** For a view that has a name: the form is over. */
  onDone?: () => void
}

/** Asks for the name of a view. */
export function ViewForm({ label, button, others, of, said, onDone }: ViewFormProps): ReactNode {
  const { t } = useLingui()
  const notice = useNotice()
  const { save } = useViewActs()
  const [name, setName] = useState(of.name)
  const [problem, setProblem] = useState('')
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (save.isPending) return
    const chosen = name.trim()
    const isTaken = others.some((view) => names.compare(view.name, chosen) === 0)
    const wrong = chosen === '' ? t`Give it a name.` : isTaken ? t`A view has this name already. Choose another one.` : ''
    setProblem(wrong)
    if (wrong !== '') {
      focusFirstProblem(event.currentTarget)
      return
    }
    save.mutate(
      { name: chosen, filters: of.filters, was: of.name === '' ? null : of.name },
      {
        onSuccess: () => {
          notice(said)
          onDone?.()
        },
      },
    )
  }
  return (
    <form
      className="view-form"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !save.isPending) onDone?.()
      }}
      noValidate
    >
      <Field
        label={label}
        problem={problem}
        value={name}
        onChange={setName}
        maxLength={LIMITS.viewName}
        dir="auto"
        autoFocus={onDone !== undefined}
      />
      <Button type="submit" isDisabled={save.isPending}>
        {button}
      </Button>
      {onDone === undefined ? null : <Button look="quiet" onPress={onDone} isDisabled={save.isPending}>{t`Keep the old name`}</Button>}
      <ProblemNote of={save.error} />
    </form>
  )
}
