import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Section } from '../../ui/section.tsx'
import { FormFilesField, type FormFilesProps } from './form-files.tsx'
import type { FormFiles } from './use-form-files.ts'

/** The files of a form, in a section that says how many there are. `hasProblem`: what is asked of one of them cannot be saved as it is. */
export function FilesSection({ hasProblem = false, ...field }: FormFilesProps & { hasProblem?: boolean }): ReactNode {
  const { t } = useLingui()
  const { files } = field
  return (
    <Section
      title={t`Photos and files`}
      holds={<Holds files={files} />}
      hasProblem={hasProblem}
      isOpen={files.shown.length > 0 || files.isBusy || files.isOver}
    >
      <FormFilesField {...field} />
    </Section>
  )
}

function Holds({ files }: { files: FormFiles }): ReactNode {
  const count = files.shown.length + files.half.length
  return count === 0 ? <Trans>Nothing yet</Trans> : <Plural value={count} one="# file" other="# files" />
}
