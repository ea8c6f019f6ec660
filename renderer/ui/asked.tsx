import type { LucideIcon } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Ask } from './ask.tsx'
import { Button } from './button.tsx'
import { ProblemNote } from './problem.tsx'
import { useOnce } from './use-once.ts'

export interface AskedProps {
  icon: LucideIcon
  /** On the button, and what it is called where rows have one each. */
  words: string
  name: string
  /** The question, and the button that says yes. */
  title: string
  action: string
  act(): Promise<unknown>
  /** It is done, and the question is gone. */
  onDone(): Promise<void>
  isUndoable?: boolean
  /** What is to be known before. */
  children: ReactNode
}

/** A quiet button for what has consequences: says what it does, asks, and does it. */
export function Asked({ icon, words, name, title, action, act, onDone, isUndoable = false, children }: AskedProps): ReactNode {
  const [asking, setAsking] = useState(false)
  const doing = useOnce({
    mutationFn: act,
    onSuccess: async () => {
      setAsking(false)
      await onDone()
    },
  })
  return (
    <>
      <Button look="quiet" icon={icon} aria-label={name} onPress={() => setAsking(true)}>
        {words}
      </Button>
      {asking ? (
        <Ask
          title={title}
          action={action}
          onAction={() => doing.mutate()}
          onClose={() => setAsking(false)}
          isBusy={doing.isPending}
          isUndoable={isUndoable}
        >
          {children}
          <ProblemNote of={doing.error} />
        </Ask>
      ) : null}
    </>
  )
}
