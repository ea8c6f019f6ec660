import { useState } from 'react'
import { problemOf } from '../../i18n/problem.ts'

export interface ReadFirst {
  /** The mark of the words as they stand, where the engine does not let them go before somebody has read them; null otherwise. */
  mark: string | null
  /** Is told what a save failed by. */
  refused(error: unknown): void
}

/** Words that the engine holds back until somebody has read them: just those. `words`: what they are made of, which is another once something is changed. */
export function useReadFirst(words: readonly unknown[]): ReadFirst {
  const [held, setHeld] = useState<{ mark: string; words: readonly unknown[] } | null>(null)
  return {
    mark: held !== null && isSame(held.words, words) ? held.mark : null,
    refused: (error) => {
      const { code, data } = problemOf(error)
      setHeld(code === 'NAME_IN_WORDS' && data?.mark !== undefined ? { mark: data.mark, words } : null)
    },
  }
}

/** What a save failed by, but for words that are to be read first: those are said in a note of their own. */
export const besidesNames = (error: unknown): unknown =>
  error === null || error === undefined || problemOf(error).code === 'NAME_IN_WORDS' ? null : error

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((one, i) => Object.is(one, b[i]))
