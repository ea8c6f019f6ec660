import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { CsvInput, ExportInput } from '../../../core/engine/contract/index.ts'
import type { EngineClient } from '../../app/client.ts'
import { useEngine } from '../../app/engine.tsx'
import { handFile } from '../../app/hand-file.ts'
import { useNotice } from '../../app/notice.tsx'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Slow } from '../../ui/slow.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { today } from '../follow/day-groups.ts'
import { isFiltered, NO_FILTERS, useLogState } from '../log/log-state.tsx'
import { AuthorityField } from './authority-field.tsx'
import { columnWords } from './column-words.ts'
import { Doubts, type Goes, leavingOf } from './doubts.tsx'
import { PurposeField } from './purpose-field.tsx'

/** The log, or what the filters leave of it, as a CSV file: what leaves is said before anything does. */
export function ExportScreen(): ReactNode {
  const { t, i18n } = useLingui()
  const { client, queries } = useEngine()
  const router = useRouter()
  const notice = useNotice()
  const log = useLogState()
  const narrowed = isFiltered(log.filters) || log.filters.text !== ''
  const [everything, setEverything] = useState(!narrowed)
  // Kept while an incident is read or amended that is to leave.
  const { purpose, authority } = log.file
  const setPurpose = (next: ExportInput['purpose']): void => log.setFile({ purpose: next, authority })
  const setAuthority = (next: string): void => log.setFile({ purpose, authority: next })
  const [withUnnamed, setWithUnnamed] = useState(true)
  /** The mark of the incidents that somebody has read and lets go. */
  const [read, setRead] = useState<string | null>(null)
  const input = { ...(everything ? NO_FILTERS : log.filters), purpose, authority: purpose === 'authority' ? authority : '' }
  const preview = useQuery(
    queries.exports.preview.queryOptions({
      input, // While the name of an authority is typed, what was found for others stays; never what only a file for us holds.
      placeholderData: (before) => (purpose === 'authority' && before?.columns.includes('audience') === false ? before : undefined),
    }),
  )
  const partners = preview.data?.partnerRecords ?? 0
  const withheld = preview.data?.withheld ?? 0
  // Just those that were read, as they were: what changes or comes later is to be read anew.
  const goes: Goes = { unnamed: withUnnamed, named: read !== null && read === preview.data?.namedMark ? read : null }
  const setGoes = ({ unnamed, named }: Goes): void => {
    setWithUnnamed(unnamed)
    setRead(named)
  }
  // Who agreed to one authority has not agreed to another: it has to be said which.
  const isForNobody = purpose === 'authority' && authority.trim() === ''
  const records = preview.data === undefined || isForNobody ? 0 : leavingOf(preview.data, goes)
  const [progress, setProgress] = useState({ done: 0, total: 0 })
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  const save = useOnce({
    mutationFn: async () => {
      stop.current = new AbortController()
      setProgress({ done: 0, total: records })
      const file = await csvOf(client, { ...input, ...goes }, stop.current.signal, setProgress)
      handFile(file, `parasol-${today()}.csv`)
    },
    onSuccess: () => notice(t`The file is with your downloads. It is not locked.`),
  })
  const cancelled = stop.current?.signal.aborted === true
  const columns = (preview.data?.columns ?? []).map((column) => {
    const words = columnWords(column)
    const said = typeof words === 'string' ? words : i18n._(words)
    // In the middle of a sentence.
    return said.charAt(0).toLocaleLowerCase(i18n.locale) + said.slice(1)
  })
  return (
    <Page title={t`Save as a spreadsheet`} onBack={() => router.back({ screen: 'log', recordId: null })} backLabel={t`Back to the log`}>
      <ProblemNote of={preview.error} />
      {narrowed ? (
        <div className="note">
          <p>
            {everything ? (
              <Trans>The whole log goes into the file.</Trans>
            ) : (
              <Trans>Only what the log shows at present goes into the file: the search and the filters count.</Trans>
            )}
          </p>
          <Button look="quiet" onPress={() => setEverything(!everything)} isDisabled={save.isPending}>
            {everything ? t`Only what the log shows` : t`Take the whole log`}
          </Button>
        </div>
      ) : null}
      <PurposeField value={purpose} onChange={setPurpose} isDisabled={save.isPending} />
      {purpose === 'authority' ? <AuthorityField value={authority} onChange={setAuthority} /> : null}
      {isForNobody ? (
        <p className="lead">
          <Trans>Write which authority the file is for.</Trans>
        </p>
      ) : null}
      {preview.data === undefined || isForNobody ? null : (
        <Doubts preview={preview.data} goes={goes} onChange={setGoes} isDisabled={save.isPending} />
      )}
      {preview.data?.records === 0 && withheld === 0 ? (
        <p className="lead">
          {narrowed && !everything ? <Trans>The log shows no incident at present.</Trans> : <Trans>There is nothing to save yet.</Trans>}
        </p>
      ) : null}
      {records === 0 ? null : (
        <div className="prose">
          <p className="lead">
            <Plural value={records} one="# incident leaves Parasol." other="# incidents leave Parasol." />
          </p>
          {partners === 0 ? null : (
            <p>
              <Plural
                value={partners}
                one="# of them was written by a partner. Ask them before you pass it on."
                other="# of them were written by partners. Ask them before you pass these on."
              />
            </p>
          )}
          <p>
            <Trans>Each with: {[...new Set(columns)].join('; ')}.</Trans>
          </p>
          <p>
            <strong>
              <Trans>The file is not locked.</Trans>
            </strong>{' '}
            <Trans>
              Whoever has it can read everything in it, and Parasol cannot take it back. Keep it on a locked drive, or delete it after use.
            </Trans>
          </p>
        </div>
      )}
      {save.isPending ? (
        <Slow after={1_000}>
          <Progress
            label={t`Writing the file`}
            words={t`${i18n.number(progress.done)} of ${i18n.number(progress.total)} incidents`}
            done={progress.done}
            total={progress.total}
          />
        </Slow>
      ) : null}
      {cancelled ? null : <ProblemNote of={save.error} />}
      {records === 0 ? null : (
        <div className="actions">
          <Button
            look="primary"
            onPress={() => save.mutate()}
            isDisabled={save.isPending || preview.isPlaceholderData}
          >{t`Save the file`}</Button>
          {save.isPending ? <Button onPress={() => stop.current?.abort()}>{t`Cancel`}</Button> : null}
        </div>
      )}
    </Page>
  )
}

async function csvOf(
  client: EngineClient,
  input: CsvInput,
  signal: AbortSignal,
  progressed: (progress: { done: number; total: number }) => void,
): Promise<Blob> {
  const pieces: string[] = []
  for await (const { text, done, total } of await client.exports.csv(input, { signal })) {
    pieces.push(text)
    progressed({ done, total })
  }
  signal.throwIfAborted()
  return new Blob(pieces, { type: 'text/csv;charset=utf-8' })
}
