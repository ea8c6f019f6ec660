import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { FolderOpen, Usb } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useEngine } from '../../app/engine.tsx'
import { useShell } from '../../app/shell.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem.tsx'

/** A stick that is put in while the screen is open shows up by itself. */
const LOOK_AGAIN_MS = 3_000
/** Not for a translator, nor for the catalogue, where a backslash means something. */
const ON_WINDOWS = 'D:\\'
const ON_OTHERS = '/media/stick'

/** Where the drive is: one that was found, one chosen in the system's dialog, or a folder that is typed. */
export function DriveField({ value, onChange }: { value: string; onChange(dir: string): void }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const { chooseFolder } = useShell()
  const drives = useQuery(queries.courier.drives.queryOptions({ refetchInterval: LOOK_AGAIN_MS, staleTime: 0 }))
  const choose = useMutation({
    mutationFn: async () => chooseFolder?.() ?? null,
    onSuccess: (dir) => dir !== null && onChange(dir),
  })
  const found = drives.data ?? []
  const only = found.length === 1 ? found[0]?.dir : undefined
  const offered = useRef<string | undefined>(undefined)
  useEffect(() => {
    // Put in once; what the person types stays.
    if (only === undefined || offered.current === only || value !== '') return
    offered.current = only
    onChange(only)
  }, [only, value, onChange])
  return (
    <div className="stack">
      {found.length === 0 ? (
        <p className="quiet" role="status">
          <Trans>No USB stick is seen yet. Put it in and wait a moment, or say below where it is.</Trans>
        </p>
      ) : (
        <ul className="drives" aria-label={t`Drives that are plugged in`}>
          {found.map((drive) => (
            <li key={drive.dir}>
              <button type="button" className="drive" aria-pressed={drive.dir === value} onClick={() => onChange(drive.dir)}>
                <Usb aria-hidden />
                <bdi>{drive.name}</bdi>
                <span className="quiet">
                  <bdi>{drive.dir}</bdi>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <Field
        label={t`Folder of the drive`}
        hint={t`As the computer calls it, for example ${ON_WINDOWS} or ${ON_OTHERS}.`}
        value={value}
        onChange={onChange}
      />
      {chooseFolder === null ? null : (
        <div className="actions">
          <Button icon={FolderOpen} onPress={() => choose.mutate()} isDisabled={choose.isPending}>{t`Choose a folder`}</Button>
        </div>
      )}
      <ProblemNote of={choose.error ?? drives.error} />
    </div>
  )
}
