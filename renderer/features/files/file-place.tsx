import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { CloudDownload } from 'lucide-react'
import type { ReactNode } from 'react'
import type { FileReference, RecordId, Whereabouts } from '../../../core/engine/contract/index.ts'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { useEngine } from '../../app/engine.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Progress } from '../../ui/progress.tsx'
import { useFileWords } from './file-words.tsx'

/** Where a file of a record is; undefined until that is known, and for one that no record names yet, which is here. */
export function usePlace(file: FileReference, recordId: RecordId | null): Whereabouts | undefined {
  const { queries } = useEngine()
  const { list } = file
  const input = recordId === null ? null : { recordId, list }
  const place = useQuery({
    ...queries.files.whereabouts.queryOptions({ input: input ?? { recordId: '' as RecordId, list } }),
    enabled: input !== null,
  })
  return place.data
}

export interface FilePlaceProps {
  file: FileReference
  recordId: RecordId
  place: Whereabouts
  /** The partner who wrote the record; null for our own. */
  from: string | null
}

/** Of a file that is not here: where it is, and when it comes. */
export function FilePlace({ file, recordId, place, from }: FilePlaceProps): ReactNode {
  const { t } = useLingui()
  const { client } = useEngine()
  const words = useFileWords()
  const { list, name } = file
  const want = useMutation({ mutationFn: (wanted: boolean) => client.files.want({ recordId, list, wanted }) })
  const [received, all] = [words.size(place.received), words.size(file.size)]
  const isAsked = from !== null && file.size > LIMITS.fileByItself
  return (
    <div className="file-place">
      <p className="quiet">
        {place.is === 'out-of-reach' ? (
          <Trans>It is not on this computer.</Trans>
        ) : from === null ? (
          <Trans>It is on another computer of ours. It comes when both are connected.</Trans>
        ) : place.is === 'offered' ? (
          <Trans>
            It is on the computer of <bdi>{from}</bdi>, and comes if you want it.
          </Trans>
        ) : (
          <Trans>
            It is on the computer of <bdi>{from}</bdi>. It comes when you are connected, or with a courier drive.
          </Trans>
        )}
      </p>
      {place.received > 0 ? (
        <Progress label={t`Getting the file`} words={t`${received} of ${all}`} done={place.received} total={file.size} />
      ) : null}
      {place.is === 'offered' ? (
        <Button
          icon={CloudDownload}
          onPress={() => want.mutate(true)}
          isDisabled={want.isPending}
          aria-label={t`Get this file: ${name}`}
        >{t`Get this file`}</Button>
      ) : null}
      {place.is === 'coming' && isAsked ? (
        <Button
          look="quiet"
          onPress={() => want.mutate(false)}
          isDisabled={want.isPending}
          aria-label={t`Do not get this file: ${name}`}
        >{t`Do not get it`}</Button>
      ) : null}
      <ProblemNote of={want.error} />
    </div>
  )
}
