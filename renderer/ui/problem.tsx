import { useLingui } from '@lingui/react'
import { TriangleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { sentenceOf } from '../i18n/errors.ts'
import { problemOf } from '../i18n/problem.ts'

/** Says what went wrong, what is safe and what to do, at once and to screen readers too. Renders nothing for null. */
export function ProblemNote({ of: thrown }: { of: unknown }): ReactNode {
  const { i18n } = useLingui()
  const note = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (thrown !== null && thrown !== undefined) note.current?.scrollIntoView({ block: 'nearest' })
  }, [thrown])
  if (thrown === null || thrown === undefined) return null
  return (
    <div className="problem" role="alert" ref={note}>
      <TriangleAlert aria-hidden />
      <p>{i18n._(sentenceOf(problemOf(thrown)))}</p>
    </div>
  )
}
