import type { Encoding } from '../../engine/contract/encodings.ts'

const GREEK = 'αοιτενσρηπ'
const HEBREW = 'יוהלארמתבש'
const ARABIC = 'اليمنورتبه'
const CYRILLIC = 'оеаинтсрвл'

/** The letters that stand most often in texts of a script, as small ones: about two of three. */
const COMMON = [
  ['windows-1251', CYRILLIC],
  ['koi8-u', CYRILLIC],
  ['ibm866', CYRILLIC],
  ['iso-8859-5', CYRILLIC],
  ['windows-1256', ARABIC],
  ['windows-1253', GREEK],
  ['windows-1255', HEBREW],
] as const satisfies (readonly [Encoding, string])[]

/** Words of such scripts are rows of bytes beyond ASCII, those of Western European have one now and then, seldom two. */
const RUN = 3
const RUN_SHARE = 0.6
/** Fewer bytes say nothing. */
const ENOUGH = 20
/** Share of the common letters, and how far it is from that in the next best reading. */
const COMMON_SHARE = 0.5
const AHEAD = 1.25

/** Evidence that bytes are letters of a script of its own, gathered piece by piece: only what is plain counts. */
export class ScriptEvidence {
  #high = 0
  #inRuns = 0
  readonly #counts = new Uint32Array(256)

  add(line: Uint8Array): void {
    let start = -1
    for (let at = 0; at <= line.length; at++) {
      if ((line[at] ?? 0) > 0x7f) {
        this.#high++
        if (start === -1) start = at
        continue
      }
      if (start !== -1 && at - start >= RUN) this.#count(line.subarray(start, at))
      start = -1
    }
  }

  #count(run: Uint8Array): void {
    this.#inRuns += run.length
    for (const byte of run) this.#counts[byte] = (this.#counts[byte] ?? 0) + 1
  }

  /** Null where nothing is plain. */
  decide(): Encoding | null {
    if (this.#inRuns < ENOUGH || this.#inRuns < this.#high * RUN_SHARE) return null
    const shares = COMMON.map(([encoding, letters]) => ({ encoding, share: this.#shareOf(encoding, letters) }))
    const [best, next] = shares.toSorted((a, b) => b.share - a.share)
    if (best === undefined || best.share < COMMON_SHARE || best.share < (next?.share ?? 0) * AHEAD) return null
    return best.encoding
  }

  #shareOf(encoding: Encoding, letters: string): number {
    const all = new TextDecoder(encoding).decode(Uint8Array.from({ length: 128 }, (_, i) => 128 + i))
    let sum = 0
    for (const letter of letters) sum += this.#counts[128 + all.indexOf(letter)] ?? 0
    return sum / this.#inRuns
  }
}
