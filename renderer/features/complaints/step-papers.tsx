import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Card, FileReference, SpaceId } from '../../../core/engine/contract/index.ts'
import { ProblemNote } from '../../ui/problem.tsx'
import { useWriteChanges } from '../cards/use-amend.ts'
import type { FileField } from '../files/fields.ts'
import { AddFiles, FileProgress } from '../files/file-field.tsx'
import { FileList } from '../files/file-list.tsx'
import { useFileChanges } from '../files/use-file-changes.ts'
import { useFileQueue } from '../files/use-file-queue.ts'
import { paperOf } from './life.ts'

export interface StepPapersProps {
  card: Card
  /** The field of the step. */
  step: string
  /** The step in words. */
  words: string
  papers: readonly { field: FileField; file: FileReference }[]
  /** Where papers can be added; null: they cannot. */
  house: SpaceId | null
}

/** What proves a step of a complaint: the stamped copy, their letter. */
export function StepPapers({ card, step, words, papers, house }: StepPapersProps): ReactNode {
  const { t } = useLingui()
  const write = useWriteChanges(card)
  const { add, takeOut, error } = useFileChanges(card, write)
  const queue = useFileQueue(house, { added: (file) => add(file, (field) => paperOf(step, field)) })
  return (
    <>
      {house === null ? null : (
        <div className="step-add">
          <AddFiles queue={queue} look="quiet" label={t`Add a paper to the step “${words}”`}>{t`Add a paper`}</AddFiles>
        </div>
      )}
      <div className="step-papers">
        <FileProgress queue={queue} />
        <FileList
          files={papers.map(({ file }) => file)}
          recordId={card.recordId}
          label={t`Papers of the step “${words}”`}
          from={card.author.own ? null : card.author.name}
          {...(house === null ? {} : { onRemove: takeOut })}
        />
        <ProblemNote of={error} />
      </div>
    </>
  )
}
