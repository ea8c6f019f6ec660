import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { CODES, type Incident, recordIdSchema, type SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { RecordPick } from '../cards/record-pick.tsx'
import { useSpaces } from '../log/names.ts'
import { type FormDraft, ofTexts, useKeep } from '../write/use-form-draft.ts'
import { linkEnds, linkSpaces } from './link-ends.ts'

type LinkKind = (typeof CODES)['linkKind'][number]

/** Links an incident to another that somebody reads who reads this one, found by its words. Written at once; it can be undone. */
export function AddLink({ incident, draft, onClose }: { incident: Incident; draft: FormDraft; onClose: () => void }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  const codeWords = useCodeWords()
  const [kind, setKind] = useState<LinkKind>(() => CODES.linkKind.find((code) => code === draft.start?.texts['kind']) ?? 'same-event')
  useKeep(draft, ofTexts({ kind }))
  const { houseId, coalitions } = useSpaces()
  const writable = new Set<SpaceId>(coalitions.flatMap((each) => (each.writable ? [each.spaceId] : [])))
  const within = linkSpaces(incident, houseId, writable)
  const without = new Set([incident.recordId, ...(incident.madeFrom === null ? [] : [incident.madeFrom])])
  const link = useOnce({
    mutationFn: async (to: string) => {
      const other = await client.records.get({ recordId: recordIdSchema.parse(to) })
      const { audience, from, to: end } = linkEnds(incident, other)
      return client.cards.create({ audience, card: { kind: 'link', fields: { link: kind, from, to: end } } })
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
        beside={{ within, without }}
        value={[]}
        names={{}}
        onChange={([to]) => to !== undefined && link.mutate(to)}
      />
      {within.length > 1 ? (
        <p className="hint">{t`Whoever reads the incidents of a coalition reads links to them too. Links between our own stay with us.`}</p>
      ) : null}
      <Button look="quiet" onPress={() => void draft.drop().then(onClose)}>{t`Link nothing`}</Button>
      <ProblemNote of={link.error} />
    </div>
  )
}
