import { useEffect, useState } from 'react'
import type { Language } from '../../core/engine/contract/language.ts'
import { systemLanguage } from './language.ts'
import { speak } from './speak.ts'

/**
 * Has the screens speak what was chosen on this computer, and the language of its system where nothing was.
 * @param chosen undefined while the engine has not said.
 * @returns whether the first screen may be shown: it is not put up in one language to change into another under the eyes.
 */
export function useChosenLanguage(chosen: Language | null | undefined): boolean {
  const [settled, setSettled] = useState(false)
  useEffect(() => {
    if (chosen !== undefined) void speak(chosen ?? systemLanguage()).then(() => setSettled(true))
  }, [chosen])
  return settled
}
