import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { LIMITS } from '../../../core/engine/contract/limits.ts'

export interface NewPassphrase {
  first: string
  again: string
  problem: { first?: string; again?: string }
  setFirst(value: string): void
  setAgain(value: string): void
  /** The passphrase if both fields hold the same, long enough one; else null, with a problem to show. */
  check(): string | null
  clear(): void
}

/** State of a passphrase that is being chosen: typed twice. How strong it is, the engine decides. */
export function useNewPassphrase(): NewPassphrase {
  const { t } = useLingui()
  const [first, setFirst] = useState('')
  const [again, setAgain] = useState('')
  const [problem, setProblem] = useState<NewPassphrase['problem']>({})
  const problemOf = (): NewPassphrase['problem'] => {
    if (first.length < LIMITS.passphraseMin)
      return { first: t`Make it at least ${LIMITS.passphraseMin} characters long. Several words are best.` }
    if (first.length > LIMITS.passphraseMax) return { first: t`This is too long. Use at most ${LIMITS.passphraseMax} characters.` }
    if (again !== first) return { again: t`This is not the same as above. Type it once more.` }
    return {}
  }
  return {
    first,
    again,
    problem,
    setFirst(value) {
      setFirst(value)
      setProblem({})
    },
    setAgain(value) {
      setAgain(value)
      setProblem({})
    },
    check() {
      const found = problemOf()
      setProblem(found)
      return found.first === undefined && found.again === undefined ? first : null
    },
    clear() {
      setFirst('')
      setAgain('')
    },
  }
}
