import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { CODES, type Incident, recordIdSchema } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { RecordPick } from '../cards/record-pick.tsx'
import { type FormDraft, ofTexts, useKeep } from '../write/use-form-draft.ts'

type LinkKind = (typeof CODES)['linkKind'][number]

/** Links an incident to another of the same space, found by its words. Written at once; it can be undone. */
export function AddLink({ incident, draft, onClose }: { incident: Incident; draft: FormDraft; onClose: () => void }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  const codeWords = useCodeWords()
  const [kind, setKind] = useState<LinkKind>(() => CODES.linkKind.find((code) => code === draft.start?.texts['kind']) ?? 'same-event')
  useKeep(draft, ofTexts({ kind }))
  const { recordId, spaceId } = incident
  const link = useMutation({
    mutationFn: (to: string) => {
      const fields = { link: kind, from: recordId, to: recordIdSchema.parse(to) }
      return client.cards.create({ audience: spaceId, card: { kind: 'link', fields } })
    },
    onMutate: () => notice(null),
    onSuccess: () => {
      notice(t`Saved. The link shows on both incidents.`)
      for (const queryKey of [queries.records.key(), queries.cards.key()]) void cache.invalidateQueries({ queryKey })
      void draft.drop()
      onClose()
    },
  })
  const form = useRef<HTMLDivElement>(null)
  useEffect(() => form.current?.querySelector<HTMLElement>('[role="combobox"]')?.focus(), [])
  return (
    <div className="add-link" ref={form}>
      <Choice<LinkKind>
        label={t`This incident`}
        value={kind}
        onChange={setKind}
        options={CODES.linkKind.map((code) => ({ value: code, label: codeWords('linkKind', code) }))}
      />
      <RecordPick
        label={t`The other incident`}
        of="incident"
        isMany={false}
        beside={{ spaceId, recordId }}
        value={[]}
        names={{}}
        onChange={([to]) => to !== undefined && !link.isPending && link.mutate(to)}
      />
      <Button look="quiet" onPress={() => void draft.drop().then(onClose)}>{t`Link nothing`}</Button>
      <ProblemNote of={link.error} />
    </div>
  )
}
