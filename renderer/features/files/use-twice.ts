import { useLingui } from '@lingui/react/macro'
import type { FileReference, RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import type { FileField } from './fields.ts'

export interface Kept {
  field: FileField
  file: FileReference
}

export interface Twice {
  /** One that is there already with the bytes of a file that came in, under whatever name, and whether it is whole here: one that is not is lost, or on its way. */
  find(
    file: FileReference,
    kept: readonly Kept[],
    recordIdOf: (file: FileReference) => RecordId | null,
  ): Promise<{ same: Kept | null; isHere: boolean }>
  /** Says that a file is not added again. */
  say(file: FileReference, same: FileReference): void
}

/** Finds files that are there already. */
export function useTwice(): Twice {
  const { t } = useLingui()
  const { client } = useEngine()
  const notice = useNotice()
  return {
    find: async ({ list, sha256 }, kept, recordIdOf) => {
      const same = kept.find(({ file }) => file.sha256 === sha256 && file.list !== list) ?? null
      const isHere = same !== null && (await client.files.held({ recordId: recordIdOf(same.file), file: same.file })).held
      return { same, isHere }
    },
    say: ({ name }, { name: there }) => notice(t`${name} is not added: the same file is here already, as ${there}.`),
  }
}
