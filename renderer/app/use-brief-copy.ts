import { useLingui } from '@lingui/react/macro'
import { useNotice } from './notice.tsx'
import { useShell } from './shell.tsx'

/** For what was uncovered on purpose: what is copied of it by the keys or the mouse leaves the clipboard in a minute, and that is said. */
export function useBriefCopy(): { onCopy(): void } {
  const { t } = useLingui()
  const notice = useNotice()
  const shell = useShell()
  return {
    onCopy() {
      shell.briefCopy()
      notice(t`Copied. It leaves the clipboard in a minute.`)
    },
  }
}
