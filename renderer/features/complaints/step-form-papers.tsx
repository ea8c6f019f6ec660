import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useId, useRef, useState } from 'react'
import { type DraftFiles, type KeptForm, NO_FILES, type SpaceId } from '../../../core/engine/contract/index.ts'
import { AddFiles, FileProgress } from '../files/file-field.tsx'
import { FileList } from '../files/file-list.tsx'
import { FilesWait, Half } from '../files/form-files.tsx'
import { type FormFiles, useFormFiles } from '../files/use-form-files.ts'
import { type FormDraft, useKeep } from '../write/use-form-draft.ts'

/** The papers that a step is to have: kept with what else its form holds (`said`), and the record's once the step is saved. */
export function useStepPapers(draft: FormDraft, said: KeptForm, house: SpaceId | null): { files: DraftFiles; papers: FormFiles } {
  // Also those of another step that was begun and left: nothing that was added may be kept unseen.
  const [files, show] = useState<DraftFiles>(draft.start?.files ?? NO_FILES)
  const newest = useRef({ said, files })
  newest.current.said = said
  const holder = {
    files,
    setFiles: (change: (now: DraftFiles) => DraftFiles) => {
      newest.current.files = change(newest.current.files)
      show(newest.current.files)
    },
    keep: async () => {
      draft.keep({ ...newest.current.said, files: newest.current.files })
      return (await draft.flush()) ? { form: draft.key } : null
    },
  }
  const papers = useFormFiles(holder, house, { takesDrops: false })
  useKeep(draft, { ...said, files })
  return { files, papers }
}

/** What proves the step, before it is saved: chosen, looked at and taken out again. */
export function StepFormPapers({ papers }: { papers: FormFiles }): ReactNode {
  const { t } = useLingui()
  const id = useId()
  const { queue, shown, half } = papers
  return (
    <div className="files" role="group" aria-labelledby={id}>
      <div>
        <p className="field-label" id={id}>
          <Trans>Papers of this step</Trans>
        </p>
        <p className="hint">
          <Trans>What proves it: the stamped copy, their letter. They stay on our computers.</Trans>
        </p>
      </div>
      <FileList
        files={shown.map(({ file }) => file)}
        label={t`Papers of this step`}
        recordId={null}
        onRemove={({ list }) => {
          const field = shown.find(({ file }) => file.list === list)?.field
          if (field !== undefined) papers.takeOut(field)
        }}
      />
      {half.map(({ field, name }) => (
        <Half key={field} name={name} onLeave={() => papers.takeOut(field)} />
      ))}
      <FileProgress queue={queue} />
      <div className="actions">
        <AddFiles queue={queue} label={t`Add a paper to this step`}>{t`Add a paper`}</AddFiles>
      </div>
      <FilesWait files={papers} />
    </div>
  )
}
