import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { DraftFields, RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { usePartialWords } from '../../ui/moment.tsx'
import { useSettled } from '../../ui/use-settled.ts'
import { kindsFit, likeness } from './likeness.ts'

/** Says quietly, at the foot of the bar that stays in sight, that this may be written down already: nothing above it moves. */
export function LooksLike({ fields, except }: { fields: DraftFields; except: RecordId | null }): ReactNode {
  const { queries } = useEngine()
  const router = useRouter()
  const whenWords = usePartialWords()
  const settled = useSettled(fields)
  const [near, words] = likeness(settled)
  const byPlace = useQuery({ ...queries.records.list.queryOptions({ input: near ?? {} }), enabled: near !== null })
  const byWords = useQuery({ ...queries.records.list.queryOptions({ input: words ?? {} }), enabled: words !== null })
  const found = [
    ...(near === null ? [] : (byPlace.data?.rows ?? []).filter(({ types }) => kindsFit(settled.types, types))),
    ...(words === null ? [] : (byWords.data?.rows ?? [])),
  ]
  const like = found.find(({ recordId }) => recordId !== except)
  return (
    <div className="looks-like" role="status">
      {like === undefined ? null : (
        <>
          <Trans>
            Looks like “<bdi>{like.title}</bdi>”
          </Trans>
          {like.start === null && like.area === '' ? null : (
            <>
              {' ('}
              {like.start === null ? null : whenWords(like.start)}
              {like.start === null || like.area === '' ? null : ', '}
              <bdi>{like.area}</bdi>)
            </>
          )}
          .{' '}
          <Button look="quiet" onPress={() => router.go({ screen: 'log', recordId: like.recordId })}>
            <Trans>Open it, and keep this draft</Trans>
          </Button>
        </>
      )}
    </div>
  )
}
