import { useLingui } from '@lingui/react/macro'
import type { FileReference } from '../../../core/engine/contract/index.ts'
import { useNotice } from '../../app/notice.tsx'

/** Whether a file that came in is there already, under whatever name: then it says so, and the file is not to be added again. */
export function useTwice(): (file: FileReference, kept: readonly FileReference[]) => boolean {
  const { t } = useLingui()
  const notice = useNotice()
  return ({ name, list, sha256 }, kept) => {
    const same = kept.find((each) => each.sha256 === sha256 && each.list !== list)
    if (same === undefined) return false
    const there = same.name
    notice(t`${name} is not added: the same file is here already, as ${there}.`)
    return true
  }
}
