import { type ReactNode, useState } from 'react'
import { More } from './more.tsx'

export interface SectionProps {
  title: string
  holds: ReactNode
  hasProblem?: boolean
  /** Opens by itself; the person's own word counts more. */
  isOpen?: boolean
  children: ReactNode
}

/** Closed until it is needed. What is wrong in it opens it. Its fields are built when it is opened first, so that the page is there at once. */
export function Section({ title, holds, hasProblem: isWrong = false, isOpen = false, children }: SectionProps): ReactNode {
  const [pressed, setPressed] = useState<boolean | null>(null)
  const open = isWrong || (pressed ?? isOpen)
  const [wasOpen, setWasOpen] = useState(open)
  if (open && !wasOpen) setWasOpen(true)
  return (
    <More title={title} holds={holds} isOpen={open} onToggle={setPressed}>
      {wasOpen ? children : null}
    </More>
  )
}
