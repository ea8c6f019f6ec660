import { useLingui } from '@lingui/react/macro'
import { clearInAMinute } from './clipboard.ts'
import { useNotice } from './notice.tsx'

/** For what was uncovered on purpose: what is copied of it by the keys or the mouse leaves the clipboard in a minute, and that is said. */
export function useBriefCopy(): { onCopy(): void } {
  const { t } = useLingui()
  const notice = useNotice()
  return {
    onCopy() {
      clearInAMinute()
      notice(t`Copied. It leaves the clipboard in a minute.`)
    },
  }
}
