import { patiently } from '../../app/patiently.ts'

/** How long a passphrase would hold, in four honest steps. */
export type Strength = 'easy' | 'weak' | 'strong' | 'very-strong'

/** Powers of ten of guesses from which each step begins. A thief with many computers makes about 10^4 guesses a second here. */
const WEAK_FROM = 8
const STRONG_FROM = 11
const VERY_STRONG_FROM = 15

function strengthOf(guessesLog10: number): Strength {
  if (guessesLog10 >= VERY_STRONG_FROM) return 'very-strong'
  if (guessesLog10 >= STRONG_FROM) return 'strong'
  return guessesLog10 >= WEAK_FROM ? 'weak' : 'easy'
}

type Estimate = (passphrase: string) => Strength

const loadCore = patiently(() => import('@zxcvbn-ts/core'))
const loadCommon = patiently(() => import('@zxcvbn-ts/language-common'))
const loadEnglish = patiently(() => import('@zxcvbn-ts/language-en'))

let loading: Promise<Estimate> | null = null

/** Loads the estimator and its word lists (about a megabyte) when a passphrase is first chosen. */
export function loadEstimator(): Promise<Estimate> {
  loading ??= Promise.all([loadCore(), loadCommon(), loadEnglish()]).then(([{ ZxcvbnFactory }, common, english]) => {
    const estimator = new ZxcvbnFactory({
      dictionary: { ...common.dictionary, ...english.dictionary },
      graphs: common.adjacencyGraphs,
    })
    // The estimate of the first hundred characters is enough, and the time it takes grows with the square.
    return (passphrase) => strengthOf(estimator.check(passphrase.slice(0, 100)).guessesLog10)
  })
  return loading
}
