import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components'
import { useFileWords } from '../files/file-words.tsx'
import { isCleanable, isCleanablePdf } from '../files/views.ts'
import type { ShareableFile } from './copies.ts'

export interface FilesFieldProps {
  files: readonly ShareableFile[]
  /** Fields of those that partners are to have. */
  chosen: readonly string[]
  coalition: string
  isDisabled: boolean
  onChange(chosen: string[]): void
}

/** Which files of an incident partners get, each with what they get of it. */
export function FilesField({ files, chosen, coalition, isDisabled, onChange }: FilesFieldProps): ReactNode {
  const { t } = useLingui()
  const words = useFileWords()
  return (
    <CheckboxGroup className="radios" value={[...chosen]} isDisabled={isDisabled} onChange={onChange}>
      <Label className="field-label">{t`Files that ${coalition} gets`}</Label>
      <div className="share-files">
        {files.map(({ field, file }) => {
          const [kind, size] = [words.kind(file), words.size(file.size)]
          return (
            <div key={field}>
              <Checkbox className="pick pick-box pick-bare" value={field} aria-describedby={`gets-${field}`}>
                <bdi>{file.name}</bdi> <span className="quiet">{t`${kind}, ${size}`}</span>
              </Checkbox>
              <p className="hint" id={`gets-${field}`}>
                {isCleanable(file) ? (
                  <Trans>
                    They get a copy of the picture, without the place, the time and the camera that may be hidden in it. Look: does it show
                    a face?
                  </Trans>
                ) : isCleanablePdf(file) ? (
                  <Trans>
                    They get a copy made of pictures of its pages, without what may be hidden in it. Its words can no longer be searched.
                    Read it first: does it say a name?
                  </Trans>
                ) : (
                  <Trans>
                    This kind of file cannot be cleaned. They get all of it, and it may say more than one sees or hears: who made it, where
                    and when.
                  </Trans>
                )}
              </p>
            </div>
          )
        })}
      </div>
    </CheckboxGroup>
  )
}
