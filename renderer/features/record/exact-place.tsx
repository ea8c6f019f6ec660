import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { Eye, EyeOff } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useBriefCopy } from '../../app/use-brief-copy.ts'
import { Button } from '../../ui/button.tsx'
import { useCovered } from '../../ui/covered.ts'
import { ProblemNote } from '../../ui/problem.tsx'

/** The exact place of an incident: covered until somebody asks to see it, and again soon after. Nothing of it stays in a cache. */
export function ExactPlace({ recordId }: { recordId: RecordId }): ReactNode {
  const { t } = useLingui()
  const { client } = useEngine()
  const { isShown, show, cover } = useCovered()
  const copied = useBriefCopy()
  const reveal = useMutation({ mutationFn: () => client.records.place({ recordId }), onSuccess: show, gcTime: 0 })
  const hide = (): void => {
    cover()
    reveal.reset()
  }
  return (
    <div className="exact-place" role="group" aria-label={t`Exact place`}>
      {isShown && reveal.data !== undefined ? (
        <p className="said" dir="auto" {...copied}>
          {reveal.data.place}
        </p>
      ) : (
        <p className="quiet">
          <Trans>Covered</Trans>
        </p>
      )}
      <Button look="quiet" icon={isShown ? EyeOff : Eye} onPress={() => (isShown ? hide() : reveal.mutate())} isDisabled={reveal.isPending}>
        {isShown ? t`Cover` : t`Show`}
      </Button>
      <ProblemNote of={reveal.error} />
    </div>
  )
}
