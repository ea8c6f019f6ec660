import { useEffect, useRef, useState } from 'react'
import type { FileReference, SpaceId, UploadId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { type DraftPlace, sendFile } from './send.ts'

/** Who takes the files of a queue. */
export interface Taker {
  /** A file is on its way: the draft that is to have it, if one is. */
  begun?(upload: { uploadId: UploadId; name: string; size: number }): Promise<DraftPlace | null>
  /** All of it is sealed on this computer; the next one waits until this is taken. Where a draft has it, it stays while that does; else for two weeks, until a record names it. */
  added(file: FileReference, place: DraftPlace | null): void | Promise<void>
  /** The person has given it up. */
  gaveUp?(place: DraftPlace): void
}

export interface FileQueue {
  current: { name: string; sent: number; size: number } | null
  waiting: number
  problem: { file: File; error: unknown } | null
  add(files: readonly File[]): void
  cancel(): void
  retry(): void
  skip(): void
}

/** Sends files one after the other. What is on its way when the screen goes away is kept by the engine as far as it came. `audience`: the House; null while that is not known. */
export function useFileQueue(audience: SpaceId | null, taker: Taker): FileQueue {
  const { client } = useEngine()
  const [waiting, setWaiting] = useState<readonly File[]>([])
  const [current, setCurrent] = useState<{ file: File; sent: number } | null>(null)
  const [problem, setProblem] = useState<FileQueue['problem']>(null)
  const stop = useRef<AbortController | null>(null)
  const takes = useRef(taker)
  takes.current = taker
  const isGone = useRef(false)
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
    }
  }, [])

  useEffect(() => {
    const [file, ...rest] = waiting
    if (audience === null || file === undefined || current !== null || problem !== null) return
    const controller = new AbortController()
    stop.current = controller
    setWaiting(rest)
    setCurrent({ file, sent: 0 })
    let place: DraftPlace | null = null
    const sent = (bytes: number): void => {
      if (isGone.current) throw new DOMException('the form is gone', 'AbortError')
      setCurrent({ file, sent: bytes })
    }
    sendFile(client, file, audience, controller.signal, sent, async (uploadId) => {
      place = (await takes.current.begun?.({ uploadId, name: file.name, size: file.size })) ?? null
      return place
    })
      .then((reference) => takes.current.added(reference, place))
      .catch((error: unknown) => {
        if (isGone.current) return
        if (!controller.signal.aborted) setProblem({ file, error })
        else if (place !== null) takes.current.gaveUp?.(place)
      })
      .finally(() => setCurrent(null))
  }, [waiting, current, problem, client, audience])

  const [add] = useState(() => (files: readonly File[]) => setWaiting((before) => [...before, ...files]))
  return {
    current: current === null ? null : { name: current.file.name, sent: current.sent, size: current.file.size },
    waiting: waiting.length,
    problem,
    add,
    cancel: () => stop.current?.abort(),
    retry: () => {
      if (problem === null) return
      setWaiting((before) => [problem.file, ...before])
      setProblem(null)
    },
    skip: () => setProblem(null),
  }
}
