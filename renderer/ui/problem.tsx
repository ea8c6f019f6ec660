import { useLingui } from '@lingui/react'
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { problemOf, sentenceOf } from '../i18n/errors.ts'

/** Says what went wrong, what is safe and what to do, at once and to screen readers too. Renders nothing for null. */
export function ProblemNote({ of: thrown }: { of: unknown }): ReactNode {
  const { i18n } = useLingui()
  if (thrown === null || thrown === undefined) return null
  return (
    <div className="problem" role="alert">
      <TriangleAlert aria-hidden />
      <p>{i18n._(sentenceOf(problemOf(thrown)))}</p>
    </div>
  )
}
