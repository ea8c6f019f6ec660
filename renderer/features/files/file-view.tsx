import { Trans, useLingui } from '@lingui/react/macro'
import { Download } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import type { FileReference, RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { Button } from '../../ui/button.tsx'
import { More } from '../../ui/more.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Slow } from '../../ui/slow.tsx'
import { CustodyList } from './custody-list.tsx'
import { isModest } from './dimensions.ts'
import { useFileWords } from './file-words.tsx'
import { receiveFile } from './receive.ts'
import { VIEW_MAX, type View, viewOf } from './views.ts'

export interface FileViewProps {
  file: FileReference
  recordId: RecordId | null
  onSave(): void
  onClose(): void
}

/** One file, uncovered: a picture, a film or a sound, out of memory; and what the House says of it. */
export function FileView({ file, recordId, onSave, onClose }: FileViewProps): ReactNode {
  const { t } = useLingui()
  const view = viewOf(file)
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal modal-file">
        <Dialog className="dialog">
          <Heading slot="title">
            <bdi>{file.name}</bdi>
          </Heading>
          {view.kind === 'none' ? <NoView file={file} why={view.why} /> : <Shown file={file} recordId={recordId} kind={view.kind} />}
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

function NoView({ file, why }: { file: FileReference; why: 'type' | 'too-long' }): ReactNode {
  const words = useFileWords()
  const most = words.size(VIEW_MAX.film)
  return (
    <p className="prose">
      {why === 'too-long' ? (
        <Trans>This file is too big to be shown here: up to {most} fit. To see it, save it on this computer and open it there.</Trans>
      ) : file.type === 'application/pdf' ? (
        <Trans>A PDF can hold tricks, so it is not opened here. To read it, save it on this computer and open it there.</Trans>
      ) : (
        <Trans>Parasol cannot show this kind of file. To see it, save it on this computer and open it there.</Trans>
      )}
    </p>
  )
}

/** Looking is written down once there is something to see; where it cannot be, the file is shown all the same, and that is said. */
function Shown({
  file,
  recordId,
  kind,
}: {
  file: FileReference
  recordId: RecordId | null
  kind: Exclude<View['kind'], 'none'>
}): ReactNode {
  const { t } = useLingui()
  const { client } = useEngine()
  const words = useFileWords()
  const [address, setAddress] = useState<string | null>(null)
  /** A picture that may be too much for this computer's memory is shown only where the person says so. */
  const [isHeavy, setHeavy] = useState(false)
  const [received, setReceived] = useState(0)
  const [problem, setProblem] = useState<unknown>(null)
  const [isUnsaid, setUnsaid] = useState(false)
  const [isBroken, setBroken] = useState(false)
  useEffect(() => {
    const stop = new AbortController()
    let made: string | null = null
    const show = async (): Promise<void> => {
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
      if (made !== null) URL.revokeObjectURL(made)
    }
  }, [client, file, recordId, kind])
  const isShown = address !== null && !isHeavy
  useEffect(() => {
    if (!isShown) return
    let isGone = false
    client.files.viewed({ recordId, file }).catch(() => {
      if (!isGone) setUnsaid(true)
    })
    return () => {
      isGone = true
    }
  }, [client, file, recordId, isShown])
  const [done, all] = [words.size(received), words.size(file.size)]
  return (
    <>
      <ProblemNote of={problem} />
      {isUnsaid ? (
        <p className="note">
          <Trans>That you looked at this file could not be written down. Say it to whoever keeps the log.</Trans>
        </p>
      ) : null}
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
      ) : isBroken ? (
        <p className="prose">
          <Trans>
            Parasol cannot read this file as what it says it is. It is kept as it was added. To see it, save it on this computer.
          </Trans>
        </p>
      ) : (
        <Media kind={kind} address={address} name={file.name} onError={() => setBroken(true)} />
      )}
    </>
  )
}

interface MediaProps {
  kind: Exclude<View['kind'], 'none'>
  address: string
  name: string
  onError(): void
}

function Media({ kind, address, name, onError }: MediaProps): ReactNode {
  if (kind === 'picture') return <img className="file-shown" src={address} alt={name} onError={onError} />
  const media = { src: address, controls: true, controlsList: 'nodownload noremoteplayback', 'aria-label': name, onError }
  // What was recorded has no captions, and so no track.
  if (kind === 'sound') return <audio className="file-shown" {...media} />
  return <video className="file-shown" {...media} disablePictureInPicture disableRemotePlayback />
}
