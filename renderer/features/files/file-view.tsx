import { Trans, useLingui } from '@lingui/react/macro'
import { Download } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import type { FileReference, RecordId } from '../../../core/engine/contract/index.ts'
import { bytesOf } from '../../app/base64.ts'
import { useEngine } from '../../app/engine.tsx'
import { forgetLater } from '../../app/forget-later.ts'
import { canShowFilms, showFilm } from '../../film/show.ts'
import { Button } from '../../ui/button.tsx'
import { More } from '../../ui/more.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Slow } from '../../ui/slow.tsx'
import { CustodyList } from './custody-list.tsx'
import { isModest } from './dimensions.ts'
import { useFileWords } from './file-words.tsx'
import { PdfView } from './pdf/pdf-view.tsx'
import { receiveFile } from './receive.ts'
import { VIEW_MAX, type View, viewOf } from './views.ts'

export interface FileViewProps {
  file: FileReference
  recordId: RecordId | null
  onSave(): void
  onClose(): void
}

/** One file, uncovered: a picture, a film, a sound or a PDF; and what the House says of it. */
export function FileView({ file, recordId, onSave, onClose }: FileViewProps): ReactNode {
  const { t } = useLingui()
  const view = viewOf(file, canShowFilms())
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal modal-file">
        <Dialog className="dialog">
          <Heading slot="title">
            <bdi>{file.name}</bdi>
          </Heading>
          {view.kind === 'none' ? <NoView why={view.why} /> : <Shown file={file} recordId={recordId} kind={view.kind} />}
          <More title={t`Who had this file`} level={3}>
            <CustodyList file={file} />
          </More>
          <div className="actions">
            <Button onPress={onClose} autoFocus>{t`Close`}</Button>
            <Button look="quiet" icon={Download} onPress={onSave}>{t`Save on this computer…`}</Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function NoView({ why }: { why: 'type' | 'too-long' }): ReactNode {
  const words = useFileWords()
  const most = words.size(VIEW_MAX.film)
  return (
    <p className="prose">
      {why === 'too-long' ? (
        <Trans>This file is too big to be shown here: up to {most} fit. To see it, save it on this computer and open it there.</Trans>
      ) : (
        <Trans>Parasol cannot show this kind of file. To see it, save it on this computer and open it there.</Trans>
      )}
    </p>
  )
}

interface ShownProps {
  file: FileReference
  recordId: RecordId | null
  kind: Exclude<View['kind'], 'none'>
}

/** Looking is written down once there is something to see; where it cannot be, the file is shown all the same, and that is said. */
function Shown({ file, recordId, kind }: ShownProps): ReactNode {
  const { client } = useEngine()
  const [isSeen, setSeen] = useState(false)
  const [isUnsaid, setUnsaid] = useState(false)
  useEffect(() => {
    if (!isSeen) return
    let isGone = false
    client.files.viewed({ recordId, file }).catch(() => {
      if (!isGone) setUnsaid(true)
    })
    return () => {
      isGone = true
    }
  }, [client, file, recordId, isSeen])
  const [read] = useState(() => async (start: number, length: number): Promise<Uint8Array<ArrayBuffer>> => {
    return bytesOf((await client.files.read({ recordId, file, start, length })).data)
  })
  const seen = (): void => setSeen(true)
  return (
    <>
      {isUnsaid ? (
        <p className="note">
          <Trans>That you looked at this file could not be written down. Say it to whoever keeps the log.</Trans>
        </p>
      ) : null}
      {kind === 'pdf' ? (
        <PdfView name={file.name} size={file.size} read={read} onShown={seen} />
      ) : (
        <Played file={file} recordId={recordId} kind={kind} read={read} onShown={seen} />
      )}
    </>
  )
}

interface PlayedProps extends ShownProps {
  kind: Exclude<ShownProps['kind'], 'pdf'>
  read(start: number, length: number): Promise<Uint8Array<ArrayBuffer>>
  /** There is something to see or hear. */
  onShown(): void
}

/** A picture out of memory; a film or a sound by the worker that gives its player any part (renderer/film), or out of memory where there is none. */
function Played({ file, recordId, kind, read, onShown }: PlayedProps): ReactNode {
  const { t } = useLingui()
  const { client } = useEngine()
  const words = useFileWords()
  const [address, setAddress] = useState<string | null>(null)
  /** A picture that may be too much for this computer's memory is shown only where the person says so. */
  const [isHeavy, setHeavy] = useState(false)
  const [received, setReceived] = useState(0)
  const [problem, setProblem] = useState<unknown>(null)
  const [isBroken, setBroken] = useState(false)
  const [isTooLong, setTooLong] = useState(false)
  useEffect(() => {
    const stop = new AbortController()
    let made: string | null = null
    let stopFilm: () => void = () => undefined
    /** What the engine answers the player cannot say. */
    const told = async (start: number, length: number): Promise<Uint8Array<ArrayBuffer>> => {
      try {
        return await read(start, length)
      } catch (error) {
        if (!stop.signal.aborted) setProblem(error)
        throw error
      }
    }
    const show = async (): Promise<void> => {
      const film = kind === 'picture' ? null : await showFilm({ size: file.size, type: file.type, read: told })
      if (film !== null) {
        if (stop.signal.aborted) return film.stop()
        stopFilm = film.stop
        setAddress(film.address)
        return
      }
      if (file.size > VIEW_MAX[kind]) return setTooLong(true)
      const blob = await receiveFile(client, file, recordId, stop.signal, setReceived)
      const heavy = kind === 'picture' && !(await isModest(blob))
      if (stop.signal.aborted) return
      made = URL.createObjectURL(blob)
      setHeavy(heavy)
      setAddress(made)
    }
    show().catch((error: unknown) => {
      if (!stop.signal.aborted) setProblem(error)
    })
    return () => {
      stop.abort()
      stopFilm()
      if (made !== null) forgetLater(made)
    }
  }, [client, file, recordId, kind, read])
  const isShown = address !== null && !isHeavy
  const shown = useRef(onShown)
  shown.current = onShown
  useEffect(() => {
    if (isShown) shown.current()
  }, [isShown])
  const [done, all] = [words.size(received), words.size(file.size)]
  if (isTooLong) return <NoView why="too-long" />
  return (
    <>
      <ProblemNote of={problem} />
      {address === null ? (
        problem === null ? (
          <Slow>
            <Progress label={t`Opening the file`} words={t`${done} of ${all}`} done={received} total={file.size} />
          </Slow>
        ) : null
      ) : isHeavy ? (
        <div className="file-heavy">
          <p className="prose">
            <Trans>
              This picture may need more memory than this computer has, and Parasol could stop. What is saved stays saved. If you do not
              know who added it, do not show it.
            </Trans>
          </p>
          <Button onPress={() => setHeavy(false)}>{t`Show it anyway`}</Button>
        </div>
      ) : isBroken && problem === null ? (
        <p className="prose">
          <Trans>
            Parasol cannot read this file as what it says it is. It is kept as it was added. To see it, save it on this computer.
          </Trans>
        </p>
      ) : problem === null ? (
        <Media kind={kind} address={address} name={file.name} onError={() => setBroken(true)} />
      ) : null}
    </>
  )
}

interface MediaProps {
  kind: PlayedProps['kind']
  address: string
  name: string
  onError(): void
}

function Media({ kind, address, name, onError }: MediaProps): ReactNode {
  const player = useRef<HTMLVideoElement & HTMLAudioElement>(null)
  useEffect(() => {
    const shown = player.current
    // What it has in memory goes at once, not when somebody tidies up.
    return () => {
      shown?.removeAttribute('src')
      shown?.load()
    }
  }, [])
  if (kind === 'picture') return <img className="file-shown" src={address} alt={name} onError={onError} />
  const media = { src: address, controls: true, controlsList: 'nodownload noremoteplayback', 'aria-label': name, onError }
  // What was recorded has no captions, and so no track.
  if (kind === 'sound') return <audio className="file-shown" ref={player} {...media} />
  return <video className="file-shown" ref={player} {...media} disablePictureInPicture disableRemotePlayback />
}
