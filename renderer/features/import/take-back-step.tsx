import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Progress as Done, ImportId, Takeable } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { listWords } from '../../i18n/lists.ts'
import { Button } from '../../ui/button.tsx'
import { ErasedMeans } from '../../ui/erased-means.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Slow } from '../../ui/slow.tsx'
import { useSpaces } from '../log/names.ts'

export interface TakeBackStepProps {
  importId: ImportId
  onLeave(): void
  onDone(taken: Takeable): void
}

/** What taking an import back would erase, and the button that does it. */
export function TakeBackStep({ importId, onLeave, onDone }: TakeBackStepProps): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const [isRunning, setRunning] = useState(false)
  const look = useQuery(queries.imports.takeable.queryOptions({ input: { importId }, staleTime: 0, gcTime: 0, enabled: !isRunning }))
  if (isRunning && look.data !== undefined) {
    const asked = look.data
    return <Running importId={importId} onEnd={() => onDone(asked)} onStopped={() => setRunning(false)} />
  }
  if (look.data === undefined || look.isFetching) {
    return (
      <>
        <ProblemNote of={look.error} />
        {look.isError ? null : (
          <Slow>
            <p role="status">
              <Trans>Looking at what it brought in…</Trans>
            </p>
          </Slow>
        )}
      </>
    )
  }
  const { incidents } = look.data
  return (
    <>
      <What of={look.data} />
      <div className="actions">
        {incidents === 0 ? (
          <Button look="primary" onPress={onLeave}>{t`Go back`}</Button>
        ) : (
          <>
            <Button onPress={onLeave}>{t`Leave it as it is`}</Button>
            <Button look="danger" onPress={() => setRunning(true)}>
              <Plural value={incidents} one="Undo # incident" other="Undo # incidents" />
            </Button>
          </>
        )}
      </div>
    </>
  )
}

function What({ of }: { of: Takeable }): ReactNode {
  const { t } = useLingui()
  const spaces = useSpaces()
  const { incidents, kept, gone, keptFirst, fileName } = of
  const coalitions = of.audiences.filter((space) => space !== spaces.houseId).map(spaces.nameOf)
  const whys: Record<Takeable['keptFirst'][number]['why'], string> = {
    amended: t`changed since`,
    shared: t`shared since`,
    linked: t`another entry names it`,
  }
  return (
    <div className="prose" role="status">
      <p className="lead">
        {incidents === 0 ? (
          <Trans>
            Nothing of <bdi>{fileName}</bdi> is left to undo.
          </Trans>
        ) : (
          <Trans>
            <Plural value={incidents} one="# incident" other="# incidents" /> that <bdi>{fileName}</bdi> brought in will be erased from your
            log.
          </Trans>
        )}
      </p>
      {incidents === 0 ? null : <ErasedMeans />}
      {incidents === 0 ? null : <p>{t`Your file is not touched. You can bring it in again at any time.`}</p>}
      {incidents === 0 || coalitions.length === 0 ? null : (
        <p>
          <Trans>
            The computers of {listWords(coalitions)} are asked to erase them too. What partners have read or copied, nobody can take back.
          </Trans>
        </p>
      )}
      {gone === 0 ? null : <p>{<Plural value={gone} one="# was erased before." other="# were erased before." />}</p>}
      {kept === 0 ? null : (
        <>
          <p>
            <Plural
              value={kept}
              one="# incident stays, because somebody has worked with it since:"
              other="# incidents stay, because somebody has worked with them since:"
            />
          </p>
          <ul className="plain-list">
            {keptFirst.map(({ recordId, title, why }) => (
              <li key={recordId}>
                <bdi>{title}</bdi> ({whys[why]})
              </li>
            ))}
            {kept > keptFirst.length ? (
              <li>
                <Plural value={kept - keptFirst.length} one="and # more" other="and # more" />
              </li>
            ) : null}
          </ul>
        </>
      )}
    </div>
  )
}

function Running({ importId, onEnd, onStopped }: { importId: ImportId; onEnd: () => void; onStopped: () => void }): ReactNode {
  const { t, i18n } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const [done, setDone] = useState<Pick<Done, 'done' | 'total'>>({ done: 0, total: 0 })
  const [problem, setProblem] = useState<unknown>(null)
  const stop = useRef<AbortController | null>(null)
  const ended = useRef({ onEnd, onStopped })

  useEffect(() => {
    const controller = new AbortController()
    stop.current = controller
    let isGone = false
    const run = async (): Promise<void> => {
      let isWhole = false
      try {
        for await (const event of await client.imports.takeBack({ importId }, { signal: controller.signal })) {
          setDone({ done: event.done, total: event.total })
          isWhole = event.finished && !event.cancelled
        }
      } catch (cause) {
        if (!controller.signal.aborted) {
          setProblem(cause)
          return
        }
      }
      if (isGone) return
      void cache.invalidateQueries({ queryKey: queries.records.key() })
      if (isWhole) ended.current.onEnd()
      else ended.current.onStopped()
    }
    void run()
    return () => {
      isGone = true
      controller.abort()
    }
  }, [client, queries, cache, importId])

  if (problem !== null) {
    return (
      <>
        <ProblemNote of={problem} />
        <div className="actions">
          <Button look="primary" onPress={onStopped}>{t`See what is left`}</Button>
        </div>
      </>
    )
  }
  return (
    <>
      <Progress
        label={t`Undoing the import`}
        words={t`${i18n.number(done.done)} of ${i18n.number(done.total)} incidents`}
        done={done.done}
        total={done.total}
      />
      <p className="quiet">
        <Trans>If you leave this page or cancel, you can go on later.</Trans>
      </p>
      <div className="actions">
        <Button onPress={() => stop.current?.abort()}>{t`Cancel`}</Button>
      </div>
    </>
  )
}

/** It is done. */
export function TakenBackStep({ taken, onAnother }: { taken: Takeable; onAnother: () => void }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  return (
    <>
      <div className="prose" role="status">
        <p className="lead">
          <Plural value={taken.incidents} one="# incident is gone from your log." other="# incidents are gone from your log." />
        </p>
        {taken.kept === 0 ? null : (
          <p>
            <Plural value={taken.kept} one="# incident has stayed in your log." other="# incidents have stayed in your log." />
          </p>
        )}
      </div>
      <div className="actions">
        <Button look="primary" onPress={onAnother}>{t`Bring in a file`}</Button>
        <Button onPress={() => router.go({ screen: 'log', recordId: null })}>{t`See the log`}</Button>
      </div>
    </>
  )
}
