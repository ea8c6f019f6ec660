import { Trans, useLingui } from '@lingui/react/macro'
import { FolderOpen } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Dialog, Heading, Label, Modal, ModalOverlay, Radio, RadioGroup } from 'react-aria-components'
import type { ExportInput, FileReference, RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useShell } from '../../app/shell.tsx'
import { problemOf } from '../../i18n/problem.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { Progress } from '../../ui/progress.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { AuthorityField } from '../export/authority-field.tsx'
import { PurposeField } from '../export/purpose-field.tsx'
import { OneOfUs, rememberRecorder } from '../write/recorded-by.tsx'
import { CopyProblem } from './copy-problem.tsx'
import { useFileWords } from './file-words.tsx'
import { NotAgreed } from './not-agreed.tsx'
import { isCleanable, isCleanablePdf } from './views.ts'

/** Not for a translator, nor for the catalogue, where a backslash means something. */
const ON_WINDOWS = 'D:\\'
const ON_OTHERS = '/media/stick'

/** Where it was saved last, until the window is closed. */
let lastFolder = ''

/** Writes a file out of Parasol, in clear; what leaves is said before. */
export function SaveFile({ file, recordId, onClose }: { file: FileReference; recordId: RecordId | null; onClose(): void }): ReactNode {
  const { t, i18n } = useLingui()
  const { client } = useEngine()
  const { chooseFolder } = useShell()
  const notice = useNotice()
  const words = useFileWords()
  const [dir, setDir] = useState(lastFolder)
  const [purpose, setPurpose] = useState<ExportInput['purpose']>('own')
  const [authority, setAuthority] = useState('')
  const [who, setWho] = useState('')
  const isPdf = isCleanablePdf(file)
  const canClean = isPdf || isCleanable(file)
  /** Pages of a copy that are drawn; null while none is made. */
  const [pages, setPages] = useState<{ done: number; of: number } | null>(null)
  const [clean, setClean] = useState(canClean)
  const [done, setDone] = useState({ bytes: 0, of: file.size })
  const stop = useRef<AbortController | null>(null)
  const [isTried, setTried] = useState(false)
  const isForNobody = purpose === 'authority' && authority.trim() === ''
  const isNowhere = dir.trim() === ''
  useEffect(() => () => stop.current?.abort(), [])
  const choose = useOnce({
    mutationFn: async () => chooseFolder?.() ?? null,
    onSuccess: (chosen) => chosen !== null && setDir(chosen),
  })
  const copyOf = async (signal: AbortSignal): Promise<FileReference> => {
    const { cleanPdf } = await import('./pdf/clean-pdf.ts')
    try {
      const { houseId } = await client.organisation.get()
      return await cleanPdf(client, { file, recordId }, houseId, { signal, drawn: (done, of) => setPages({ done, of }) })
    } finally {
      setPages(null)
    }
  }
  const remember = useOnce({ mutationFn: (name: string) => rememberRecorder(client, name) })
  const save = useOnce({
    mutationFn: async () => {
      stop.current = new AbortController()
      const { signal } = stop.current
      setDone({ bytes: 0, of: file.size })
      const instead = clean && isPdf ? await copyOf(signal) : null
      let savedAs: string | null = null
      try {
        const input = { recordId, file, dir: dir.trim(), clean: clean && !isPdf, instead, purpose, authority, who: who.trim() }
        for await (const event of await client.files.save(input, { signal })) {
          setDone({ bytes: event.done, of: event.total })
          savedAs = event.savedAs ?? savedAs
        }
      } finally {
        // The copy has done its work. What is left of it is in nobody's way: the engine takes it away later.
        if (instead !== null) await Promise.allSettled([client.files.discard({ file: instead })])
      }
      return savedAs
    },
    onSuccess: (name) => {
      if (name === null) return
      lastFolder = dir
      remember.mutate(who)
      notice(t`Saved as ${name}. The file is not locked.`)
      onClose()
    },
  })
  const press = (dialog: Element | null): void => {
    setTried(true)
    if (!isForNobody && !isNowhere) save.mutate()
    else if (dialog !== null) focusFirstProblem(dialog)
  }
  const isRefused = save.error !== null && problemOf(save.error).code === 'CONSENT_MISSING' && recordId !== null
  // Of whom it is for as the form stands: whoever chooses otherwise sees whom that leaves to be asked.
  const asked = isRefused && purpose !== 'own' ? { purpose, authority: authority.trim() } : null
  const cancelled = stop.current?.signal.aborted === true
  const [pageDone, pageCount] = [i18n.number(pages?.done ?? 0), i18n.number(pages?.of ?? 0)]
  const [written, all] = [words.size(done.bytes), words.size(done.of)]
  return (
    <ModalOverlay className="veil" isOpen isDismissable={!save.isPending} onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog">
          <Heading slot="title">{t`Save this file on the computer`}</Heading>
          <div className="prose">
            <p>
              <bdi>
                <strong>{file.name}</strong>
              </bdi>{' '}
              {clean && isPdf ? (
                <Trans>
                  leaves Parasol as a new paper made of pictures of its pages, without its name and without what is hidden in it. What can
                  be seen on it stays. Its words can no longer be searched or copied.
                </Trans>
              ) : clean ? (
                <Trans>
                  leaves Parasol as a new picture, without its name and without what is hidden in it, like where and when it was taken. What
                  can be seen on it stays.
                </Trans>
              ) : (
                <Trans>
                  leaves Parasol as it was added, with everything that is hidden in it: a file often says who made it, where and when.
                </Trans>
              )}
            </p>
            {canClean ? null : (
              <p>
                <Trans>
                  Of this kind of file Parasol cannot make a copy without what is hidden. Ask yourself who may know it before you save it.
                </Trans>
              </p>
            )}
            <p>
              <Trans>
                The file is not locked. Whoever finds it can open it, and Parasol cannot take it back. That you saved it is written down.
              </Trans>
            </p>
            <p>
              <Trans>Open a file only if you know where it came from: some do harm to a computer.</Trans>
            </p>
          </div>
          {recordId === null ? null : (
            <>
              <PurposeField value={purpose} onChange={setPurpose} isDisabled={save.isPending} />
              {purpose === 'authority' ? (
                <AuthorityField
                  value={authority}
                  onChange={setAuthority}
                  problem={isTried && isForNobody ? t`Write which authority the file is for.` : null}
                />
              ) : null}
              {purpose === 'own' ? null : (
                <p>
                  <Trans>Look at it first, or listen to it: who agreed without their name must not be seen, heard or named in it.</Trans>
                </p>
              )}
            </>
          )}
          {canClean ? (
            <RadioGroup
              className="radios"
              value={clean ? 'clean' : 'whole'}
              onChange={(chosen) => setClean(chosen === 'clean')}
              isDisabled={save.isPending}
            >
              <Label className="field-label">{t`What to save`}</Label>
              <div className="radios-list">
                <Radio className="pick" value="clean">{t`Only what can be seen`}</Radio>
                <Radio className="pick" value="whole">{t`The file as it was added`}</Radio>
              </div>
            </RadioGroup>
          ) : null}
          <OneOfUs label={t`Saved by`} value={who} onChange={setWho} />
          <Field
            label={t`Folder to save it in`}
            hint={t`As the computer calls it, for example ${ON_WINDOWS} or ${ON_OTHERS}.`}
            value={dir}
            onChange={setDir}
            problem={isTried && isNowhere ? t`Write which folder it goes into.` : null}
          />
          {chooseFolder === null ? null : (
            <div className="actions">
              <Button
                icon={FolderOpen}
                onPress={() => choose.mutate()}
                isDisabled={choose.isPending || save.isPending}
              >{t`Choose a folder`}</Button>
            </div>
          )}
          {pages !== null ? (
            <Progress label={t`Making the copy`} words={t`Page ${pageDone} of ${pageCount}`} done={pages.done} total={pages.of} />
          ) : save.isPending ? (
            <Progress label={t`Saving the file`} words={t`${written} of ${all}`} done={done.bytes} total={done.of} />
          ) : null}
          {asked !== null && recordId !== null ? (
            <NotAgreed recordId={recordId} {...asked} />
          ) : (
            <CopyProblem of={choose.error ?? (cancelled ? null : save.error)} />
          )}
          <div className="actions">
            <Button onPress={() => (save.isPending ? stop.current?.abort() : onClose())}>{t`Cancel`}</Button>
            <Button
              look="primary"
              onPress={({ target }) => press(target.closest('.dialog'))}
              isDisabled={save.isPending}
            >{t`Save the file`}</Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
