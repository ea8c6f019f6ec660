import { useLingui } from '@lingui/react/macro'
import { File, FileImage, FileMusic, FileText, FileVideo, type LucideIcon } from 'lucide-react'
import type { FileReference } from '../../../core/engine/contract/index.ts'
import { type FileKind, kindOf } from './views.ts'

/** As file managers count: a kilobyte is 1000 bytes. */
const UNITS = [
  ['gigabyte', 1e9],
  ['megabyte', 1e6],
  ['kilobyte', 1e3],
] as const

export const FILE_ICONS: Readonly<Record<FileKind, LucideIcon>> = {
  picture: FileImage,
  sound: FileMusic,
  film: FileVideo,
  pdf: FileText,
  other: File,
}

/** What a file is and how long, as a person says it: "Film, 3.4 MB". */
export function useFileWords(): { kind(file: Pick<FileReference, 'type'>): string; size(bytes: number): string } {
  const { t, i18n } = useLingui()
  return {
    kind: (file) => {
      const words: Record<FileKind, string> = { picture: t`Picture`, sound: t`Sound`, film: t`Film`, pdf: t`PDF`, other: t`File` }
      return words[kindOf(file)]
    },
    size: (bytes) => {
      const [unit, amount] = UNITS.map(([name, one]) => [name, bytes / one] as const).find(([, count]) => count >= 1) ?? ['byte', bytes]
      const maximumFractionDigits = amount < 10 && unit !== 'byte' ? 1 : 0
      return i18n.number(amount, { style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short', maximumFractionDigits })
    },
  }
}
