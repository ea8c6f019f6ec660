import { useLingui } from '@lingui/react/macro'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { SharedFile } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { Button } from '../../ui/button.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Slow } from '../../ui/slow.tsx'
import { useFileWords } from '../files/file-words.tsx'
import { bytesOf, type CopiesOf, dropCopies, makeCopies } from './copies.ts'

export interface Copies {
  /** Makes the copies and has `share` give them to the coalition; where that does not come about none is left. Throws what the engine answers. */
  give(of: CopiesOf, share: (made: SharedFile[]) => Promise<unknown>): Promise<void>
  /** How far it is, and a way to stop it; nothing where it is quick. */
  progress: ReactNode
  /** Whether the person has stopped it. */
  wasStopped(): boolean
}

/** Copies of files for a coalition, made when they are shared. */
export function useCopies(): Copies {
  const { t } = useLingui()
  const { client } = useEngine()
  const words = useFileWords()
  const stop = useRef<AbortController | null>(null)
  const [done, setDone] = useState<{ bytes: number; of: number } | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  const give = async (of: CopiesOf, share: (made: SharedFile[]) => Promise<unknown>): Promise<void> => {
    stop.current = new AbortController()
    const total = bytesOf(of.files)
    if (total > 0) setDone({ bytes: 0, of: total })
    try {
      const made = await makeCopies(client, of, stop.current.signal, (bytes) => setDone({ bytes, of: total }))
      setDone(null)
      try {
        await share(made)
      } catch (error) {
        await dropCopies(client, made)
        throw error
      }
    } finally {
      setDone(null)
    }
  }
  const [bytes, all] = [words.size(done?.bytes ?? 0), words.size(done?.of ?? 0)]
  const progress =
    done === null ? null : (
      <Slow>
        <Progress label={t`Copying the files`} words={t`${bytes} of ${all}`} done={done.bytes} total={done.of} />
        <Button look="quiet" onPress={() => stop.current?.abort()}>{t`Stop`}</Button>
      </Slow>
    )
  return { give, progress, wasStopped: () => stop.current?.signal.aborted === true }
}
