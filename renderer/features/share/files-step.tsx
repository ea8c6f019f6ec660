import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Coalition, RecordId, Shareable } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useStillOpen } from '../../app/still-open.ts'
import { Button } from '../../ui/button.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { CopyProblem } from '../files/copy-problem.tsx'
import { FilesField } from './files-field.tsx'
import { useCopies } from './use-copies.tsx'

export interface FilesStepProps {
  recordId: RecordId
  shareable: Shareable
  coalition: Coalition
  onDone(): void
}

/** Which files partners have of an incident that they have already. */
export function FilesStep({ recordId, shareable, coalition, onDone }: FilesStepProps): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  const isStillOpen = useStillOpen()
  const copies = useCopies()
  const { files, heads } = shareable
  const { name, spaceId } = coalition
  const had = files.filter(({ shared }) => shared).map(({ field }) => field)
  const [chosen, setChosen] = useState<readonly string[]>(had)
  const add = files.filter(({ field, shared }) => chosen.includes(field) && !shared)
  const takeOff = had.filter((field) => !chosen.includes(field))
  const save = useOnce({
    mutationFn: () =>
      copies.give({ recordId, audience: spaceId, files: add }, (made) =>
        client.records.shareFiles({ recordId, heads, audience: spaceId, add: made, takeOff }),
      ),
    onSuccess: () => {
      notice(t`Saved. Partners of ${name} get it when you are connected.`)
      void cache.invalidateQueries({ queryKey: queries.records.key() })
      if (isStillOpen()) onDone()
    },
  })
  if (files.length === 0)
    return (
      <p>
        <Trans>This incident has no files yet. Add them to it first.</Trans>
      </p>
    )
  return (
    <>
      <FilesField files={files} chosen={chosen} coalition={name} isDisabled={save.isPending} onChange={setChosen} />
      {takeOff.length === 0 ? null : (
        <p className="prose">
          <Trans>
            What you take off is deleted on partners’ computers when they hear of it. What they have saved or copied by then stays with
            them.
          </Trans>
        </p>
      )}
      {copies.progress}
      {copies.wasStopped() ? null : <CopyProblem of={save.error} />}
      <div className="actions">
        <Button look="primary" onPress={() => save.mutate()} isDisabled={save.isPending || (add.length === 0 && takeOff.length === 0)}>
          {t`Save what they get`}
        </Button>
        <Button look="quiet" onPress={onDone} isDisabled={save.isPending}>{t`Change nothing`}</Button>
      </div>
    </>
  )
}
