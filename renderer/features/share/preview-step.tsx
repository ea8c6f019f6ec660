import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { Checkbox } from 'react-aria-components'
import { type Coalition, type Incident, nameWords, piecesWith, type RecordId, type Shareable } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useRouter } from '../../app/router.tsx'
import { useStillOpen } from '../../app/still-open.ts'
import { listWords } from '../../i18n/lists.ts'
import { problemOf } from '../../i18n/problem.ts'
import { useFieldWords } from '../../i18n/use-field-words.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { CopyProblem } from '../files/copy-problem.tsx'
import { Marked, Marks } from '../record/marked.tsx'
import { FieldValue } from '../record/values.tsx'
import { inFormOrder, isNothing, stayingOf } from '../write/order.ts'
import { FilesField } from './files-field.tsx'
import { harmedCalled, namedIn } from './named-in.ts'
import { NamedNote } from './named-note.tsx'
import { useAllowed } from './use-allowed.ts'
import { useCopies } from './use-copies.tsx'

export interface PreviewStepProps {
  recordId: RecordId
  shareable: Shareable
  coalition: Coalition
  organisation: string
  onDone(): void
}

/** Said even where there is nothing: an empty one tells something too. */
const ALWAYS_SHOWN: ReadonlySet<string> = new Set(['title', 'types', 'start', 'area', 'narrative'])

const NOBODY = nameWords([], true)

/** Everything that partners will read, word for word, and what cannot be taken back. */
export function PreviewStep({ recordId, shareable, coalition, organisation, onDone }: PreviewStepProps): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const router = useRouter()
  const notice = useNotice()
  const isStillOpen = useStillOpen()
  const words = useFieldWords()
  const [withSource, setWithSource] = useState(false)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const copies = useCopies()
  const { fields, source, heads, files } = shareable
  const { name } = coalition
  const leaving = inFormOrder(fields).filter(([field, value]) => ALWAYS_SHOWN.has(field) || (field !== 'source' && !isNothing(value)))
  // What they are called now: a page may have been renamed since the incident was looked at.
  const ours = useQuery({ ...queries.records.get.queryOptions({ input: { recordId } }), refetchOnMount: 'always' })
  const called = useMemo(
    () => (ours.data && ours.isFetchedAfterMount ? nameWords(harmedCalled(ours.data.fields, ours.data.names), true) : null),
    [ours.data, ours.isFetchedAfterMount],
  )
  const mark = useMemo(() => (called === null ? null : (text: string) => piecesWith(text, called)), [called])
  const row: [string, unknown][] = withSource && source !== null ? [['source', [source.fileName, ...source.cells.map(Object.values)]]] : []
  const found = namedIn([...leaving, ...row], called ?? NOBODY).map(({ field, words: said }) => ({
    field: field === 'source' ? t`From a spreadsheet` : words.field(field),
    words: said,
  }))
  const named = withSource ? shareable.namedWithSource : shareable.named
  // Said of what was found then: more of it has to be looked at anew.
  const { mustLook, onAllow } = useAllowed(found, named)
  const share = useOnce({
    mutationFn: () =>
      copies.give({ recordId, audience: coalition.spaceId, files: files.filter(({ field }) => chosen.includes(field)) }, (made) =>
        client.records.share({ recordId, heads, audience: coalition.spaceId, source: withSource, files: made, named }),
      ),
    // Somebody was called otherwise meanwhile: what is to be read is asked anew.
    onError: (error) => {
      if (problemOf(error).code === 'NAME_IN_WORDS') void cache.invalidateQueries({ queryKey: queries.records.key() })
    },
    onSuccess: () => {
      notice(t`Shared with ${name}. Partners get it when you are connected.`)
      void cache.invalidateQueries({ queryKey: queries.records.key() })
      if (isStillOpen()) onDone()
    },
  })
  // Nothing is shown as if it named nobody before that is known.
  if (called === null || ours.data === undefined) return <ProblemNote of={ours.error} />
  return (
    <>
      <p>
        <Trans>
          Read it once more as <bdi>{name}</bdi> will: does it name anybody who must not be named?
        </Trans>
      </p>
      <section className="leaves" aria-label={t`What leaves`}>
        <Marks of={mark}>
          <dl className="facts">
            {leaving.map(([field, value]) => (
              <div className="facts-pair" key={field}>
                <dt>{words.field(field)}</dt>
                <dd>
                  <FieldValue field={field} value={value} names={{}} />
                </dd>
              </div>
            ))}
            <dt>{t`Recorded`}</dt>
            <dd>
              <Trans>
                at the moment you share it, by <bdi>{organisation}</bdi>
              </Trans>
            </dd>
            {withSource && source !== null ? <SourceRows source={source} /> : null}
          </dl>
        </Marks>
      </section>
      {source === null ? null : (
        <Checkbox className="pick pick-box pick-bare" isSelected={withSource} onChange={setWithSource}>
          <Plural
            value={source.cells.length}
            one="Also the spreadsheet row it came from: the name of the file and # cell"
            other="Also the spreadsheet row it came from: the name of the file and # cells"
          />
        </Checkbox>
      )}
      {files.length === 0 ? null : (
        <FilesField files={files} chosen={chosen} coalition={name} isDisabled={share.isPending} onChange={setChosen} />
      )}
      <div className="prose">
        {leaving.some(([field]) => field.startsWith('harmed:')) ? (
          <p>
            <Trans>Who was harmed goes under another name, which Parasol makes up for this coalition alone.</Trans>
          </p>
        ) : null}
        <Staying ours={ours.data.fields} leaving={fields} files={chosen} />
        <p>
          <Trans>Its history stays with you, and so does every change that you make later, unless you say otherwise then.</Trans>
        </p>
        <p>
          <strong>
            <Trans>Sharing cannot be taken back.</Trans>
          </strong>{' '}
          <Trans>You can ask partners’ computers to erase it later. What they have read or copied by then stays with them.</Trans>
        </p>
      </div>
      <NamedNote
        found={found}
        hasHidden={named !== null}
        readers={name}
        isAllowed={!mustLook}
        isDisabled={share.isPending}
        onAllow={onAllow}
        onAmend={() => router.go({ screen: 'amend', recordId, draftId: null })}
      />
      {copies.progress}
      {copies.wasStopped() ? null : <CopyProblem of={share.error} />}
      <div className="actions">
        <Button look="primary" onPress={() => share.mutate()} isDisabled={share.isPending || mustLook}>{t`Share with ${name}`}</Button>
        <Button look="quiet" onPress={onDone} isDisabled={share.isPending}>{t`Do not share`}</Button>
      </div>
    </>
  )
}

/** The row as it came, shown once it was chosen to leave too. */
function SourceRows({ source }: { source: NonNullable<Shareable['source']> }): ReactNode {
  const { t } = useLingui()
  return (
    <>
      <dt>{t`From a spreadsheet`}</dt>
      <dd className="said" dir="auto">
        <Marked text={t`${source.fileName}, row ${source.row}`} />
      </dd>
      {source.cells.map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns of one file can have the same name
        <div className="facts-pair" key={index}>
          <dt dir="auto">
            <Marked text={cell.name} />
          </dt>
          <dd className="said" dir="auto">
            <Marked text={cell.value} />
          </dd>
        </div>
      ))}
    </>
  )
}

/** What our own incident says and they will not read. */
function Staying({
  ours,
  leaving,
  files,
}: {
  ours: Incident['fields']
  leaving: Shareable['fields']
  files: readonly string[]
}): ReactNode {
  const words = useFieldWords()
  const stays = stayingOf(ours, leaving, files).map((field) => words.field(field))
  if (stays.length === 0) return null
  return (
    <p>
      <Trans>This stays with us: {listWords([...new Set(stays)])}.</Trans>
    </p>
  )
}
