import { type ReactNode, useEffect, useState } from 'react'
import type { FileReference, RecordId } from '../../../core/engine/contract/index.ts'
import type { EngineClient } from '../../app/client.ts'
import { useEngine } from '../../app/engine.tsx'
import { forgetLater } from '../../app/forget-later.ts'
import { isModest } from './dimensions.ts'
import { FILE_ICONS } from './file-words.tsx'
import { receiveFile } from './receive.ts'
import { kindOf, TRACE_MAX, viewOf } from './views.ts'

/** Of a picture only so many points are kept for its trace: nobody can be made out, but one picture is told from another. */
const POINTS = 6

interface TraceProps {
  file: FileReference
  recordId: RecordId | null
}

/** A picture's colours, or what kind of file it is. */
export function Trace({ file, recordId }: TraceProps): ReactNode {
  const address = useTrace(file, recordId)
  const Icon = FILE_ICONS[kindOf(file)]
  return (
    <span className="file-trace" aria-hidden>
      {address === null ? <Icon /> : <img src={address} alt="" />}
    </span>
  )
}

/** Never written to a disk, and made of a picture that is in memory for a moment only. */
function useTrace(file: FileReference, recordId: RecordId | null): string | null {
  const { client } = useEngine()
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    if (viewOf(file).kind !== 'picture' || file.size > TRACE_MAX) return
    const stop = new AbortController()
    let made: string | null = null
    traceOf(client, { file, recordId }, stop.signal)
      .then((blob) => {
        if (stop.signal.aborted || blob === null) return
        made = URL.createObjectURL(blob)
        setAddress(made)
      })
      // A picture that is not here or cannot be read has its icon: what is the matter is said to who looks at it.
      .catch(() => undefined)
    return () => {
      stop.abort()
      if (made !== null) forgetLater(made)
    }
  }, [client, file, recordId])
  return address
}

/** One at a time: a list of many pictures must not fill the memory. */
let last: Promise<unknown> = Promise.resolve()

function traceOf(client: EngineClient, { file, recordId }: TraceProps, signal: AbortSignal): Promise<Blob | null> {
  const turn = last.then(async () => {
    signal.throwIfAborted()
    const picture = await receiveFile(client, file, recordId, signal)
    // Decoded whole, however small the trace: a few bytes can say that they are a picture of many gigabytes.
    if (!(await isModest(picture))) return null
    const small = await createImageBitmap(picture, {
      resizeWidth: POINTS,
      resizeHeight: POINTS,
      resizeQuality: 'medium',
    })
    const canvas = document.createElement('canvas')
    canvas.width = POINTS
    canvas.height = POINTS
    canvas.getContext('2d')?.drawImage(small, 0, 0)
    small.close()
    return new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  })
  last = turn.catch(() => undefined)
  return turn
}
