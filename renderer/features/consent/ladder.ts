import { useLingui } from '@lingui/react/macro'

/** From "nothing is written down" to "everybody may know". */
export const RUNGS = [0, 1, 2, 3, 4, 5, 6] as const
export type Rung = (typeof RUNGS)[number]
/** What holds where nobody has asked. */
export const RUNG_DEFAULT: Rung = 1

/** One rung in plain words, for a list; a number that is none is said as it is. */
export function useRungWords(): (rung: number) => string {
  const { t } = useLingui()
  return (rung) => {
    switch (rung) {
      case 0:
        return t`Only listen. Nothing is written down.`
      case 1:
        return t`Only us: our own organisation keeps it.`
      case 2:
        return t`Warn partners, without saying who it was.`
      case 3:
        return t`A coalition may read what happened, under another name.`
      case 4:
        return t`An authority may have it, without the name.`
      case 5:
        return t`An authority may have it, with the name.`
      case 6:
        return t`Everybody may know it.`
      default:
        return String(rung)
    }
  }
}

/** What each rung is for. Of "only listen" nothing is ever written. */
export const PURPOSE_OF = ['support', 'support', 'alert', 'coalition', 'authority', 'authority', 'publicity'] as const
