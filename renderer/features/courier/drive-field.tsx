import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { FolderOpen, Usb } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Drive } from '../../../core/engine/contract/index.ts'
import { useShell } from '../../app/shell.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem.tsx'

/** Not for a translator, nor for the catalogue, where a backslash means something. */
const ON_WINDOWS = 'D:\\'
const ON_OTHERS = '/media/stick'

export interface DriveFieldProps {
  drives: readonly Drive[]
  value: string
  onChange(dir: string): void
}

/** Where the drive is: one that was found, one chosen in the system's dialog, or a folder that is typed. */
export function DriveField({ drives, value, onChange }: DriveFieldProps): ReactNode {
  const { t } = useLingui()
  const { chooseFolder } = useShell()
  const choose = useMutation({
    mutationFn: async () => chooseFolder?.() ?? null,
    onSuccess: (dir) => dir !== null && onChange(dir),
  })
  return (
    <div className="stack">
      {drives.length === 0 ? (
        <p className="quiet" role="status">
          <Trans>No USB stick is seen yet. Put it in and wait a moment, or say below where it is.</Trans>
        </p>
      ) : (
        <ul className="drives" aria-label={t`Drives that are plugged in`}>
          {drives.map((drive) => (
            <li key={drive.dir}>
              <button type="button" className="drive" aria-pressed={drive.dir === value} onClick={() => onChange(drive.dir)}>
                <Usb aria-hidden />
                <bdi>{drive.name}</bdi>
                <span className="quiet">
                  <bdi dir="ltr">{drive.dir}</bdi>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {/* A drive that is found while she is about to type must not get in between her letters: from here on the field is hers. */}
      <Field
        label={t`Folder of the drive`}
        dir="ltr"
        hint={t`As the computer calls it, for example ${ON_WINDOWS} or ${ON_OTHERS}.`}
        value={value}
        onChange={onChange}
        onFocus={() => onChange(value)}
      />
      {chooseFolder === null ? null : (
        <div className="actions">
          <Button icon={FolderOpen} onPress={() => choose.mutate()} isDisabled={choose.isPending}>{t`Choose a folder`}</Button>
        </div>
      )}
      <ProblemNote of={choose.error} />
    </div>
  )
}
