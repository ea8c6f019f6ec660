import { useLingui } from '@lingui/react/macro'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { Link2, Unlink } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { type Card, type Incident, type RecordId, recordIdSchema } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useRouter } from '../../app/router.tsx'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { useGoneWords } from '../../i18n/use-gone-words.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { useSpaces } from '../log/names.ts'
import { useFormDraft } from '../write/use-form-draft.ts'
import { AddLink } from './add-link.tsx'
import { otherEnd } from './other-end.ts'

/** Other incidents that belong to this one: the same event, one that follows, a reprisal. Shown on both. */
export function Links({ incident, canLink }: { incident: Incident; canLink: boolean }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const draft = useFormDraft({ form: 'link', recordId: incident.recordId })
  const [chosen, setAdding] = useState<boolean | null>(null)
  const adding = chosen ?? draft.begun !== null
  const ids = [...new Set(incident.mentions.filter(({ kind }) => kind === 'link').map(({ recordId }) => recordId))]
  const cards = useQueries({ queries: ids.map((recordId) => queries.cards.get.queryOptions({ input: { recordId } })) })
  const links = cards.flatMap(({ data }) => data ?? [])
  const here = new Set([incident.recordId, ...incident.sharedAs.map(({ recordId }) => recordId)])
  const begin = useRef<HTMLDivElement>(null)
  const isClosed = useRef(false)
  const close = (): void => {
    setAdding(false)
    isClosed.current = true
  }
  // Whoever is done goes on from the button that began it.
  useEffect(() => {
    if (!isClosed.current || adding) return
    isClosed.current = false
    begin.current?.querySelector('button')?.focus()
  }, [adding])
  if (links.length === 0 && !canLink) return null
  return (
    <section className="details">
      <h2>{t`Belongs together with`}</h2>
      {links.length === 0 ? null : (
        <ul className="items" aria-label={t`Belongs together with`}>
          {links.map((link) => (
            <OneLink key={link.recordId} link={link} here={here} />
          ))}
        </ul>
      )}
      {!canLink ? null : adding && draft.start !== undefined ? (
        <AddLink incident={incident} draft={draft} onClose={close} />
      ) : (
        <div className="actions" ref={begin}>
          <Button look="quiet" icon={Link2} onPress={() => setAdding(true)}>{t`Link to another incident`}</Button>
        </div>
      )}
    </section>
  )
}

function OneLink({ link, here }: { link: Card; here: ReadonlySet<RecordId> }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  const router = useRouter()
  const undo = useOnce({
    mutationFn: () => client.records.erase({ recordId: link.recordId }),
    onMutate: () => notice(null),
    onSuccess: () => {
      notice(t`The link is gone. Both incidents stay as they are.`)
      for (const queryKey of [queries.records.key(), queries.cards.key()]) void cache.invalidateQueries({ queryKey })
    },
  })
  const { houseId, coalitions, nameOf } = useSpaces()
  const canUndo = link.spaceId === houseId || coalitions.some(({ spaceId, writable }) => writable && spaceId === link.spaceId)
  const gone = useGoneWords()
  const linkWords = useLinkWords()
  const { other, isFrom } = otherEnd(link.fields, here)
  const id = recordIdSchema.safeParse(other).data
  const name = id === undefined ? undefined : link.names[id]
  return (
    <li className="one-link">
      <span className="quiet">{linkWords(link.fields['link'], isFrom)}</span>{' '}
      {id === undefined || name === undefined ? (
        <span className="quiet">{gone}</span>
      ) : (
        <button type="button" className="link" onClick={() => router.go({ screen: 'log', recordId: id })}>
          <bdi>{name}</bdi>
        </button>
      )}
      {!link.author.own ? null : !canUndo ? (
        <span className="quiet">{t`You cannot write for ${nameOf(link.spaceId)} now, so this link stays.`}</span>
      ) : (
        <Button
          look="quiet"
          icon={Unlink}
          onPress={() => undo.mutate()}
          isDisabled={undo.isPending}
          aria-label={t`Undo the link: ${name ?? ''}`}
        >
          {t`Undo`}
        </Button>
      )}
      <ProblemNote of={undo.error} />
    </li>
  )
}

/** How a link reads from the one end of it, and from the other. */
function useLinkWords(): (code: unknown, isFrom: boolean) => string {
  const { t } = useLingui()
  const codeWords = useCodeWords()
  return (code, isFrom) => {
    if (!isFrom && code === 'follows') return t`Followed by`
    if (!isFrom && code === 'reprisal-for') return t`Led to the reprisal`
    return typeof code === 'string' ? codeWords('linkKind', code) : t`Linked with`
  }
}
