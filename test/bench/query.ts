import { type Filters, filtersSchema } from '../../core/engine/contract/index.ts'
import { EngineChild, PASSPHRASE } from '../support/engine.ts'
import { type Measured, median, p95, type Setup, timed } from './bench.ts'
import { COMMON_WORD, FILTER_AREA, FILTER_TYPE, RARE_WORD } from './incidents.ts'

const ROUNDS = 60
const WARM = 3
const PAGE = 50

/** What the bar speaks of. */
const QUESTIONS: Readonly<Record<string, Partial<Filters>>> = {
  'newest first': {},
  'rare word': { text: RARE_WORD },
  'word in half of all': { text: COMMON_WORD },
  type: { types: [FILTER_TYPE] },
  period: { from: '2019-01-01', to: '2019-03-31' },
  area: { area: FILTER_AREA },
  'word, type and period': { text: COMMON_WORD, types: [FILTER_TYPE], from: '2018-01-01', to: '2022-12-31' },
}

/** What it does not speak of, for information. */
const OTHERS: Readonly<Record<string, Partial<Filters>>> = {
  'beginning of a common word': { text: COMMON_WORD.slice(0, 3) },
  'common word and the beginning of 300 others': { text: `${COMMON_WORD} mbo` },
}

/** The first page of each kind of question, through the engine's port as a window asks. The value is the 95th percentile of the slowest kind. */
export async function run({ profileDir, say }: Setup): Promise<Measured> {
  const engine = await EngineChild.start(profileDir ?? '')
  try {
    await engine.client.vault.unlock({ passphrase: PASSPHRASE })
    let worst = 0
    for (const [name, question] of Object.entries({ ...QUESTIONS, ...OTHERS })) {
      const samples: number[] = []
      let rows = 0
      for (let round = 0; round < WARM + ROUNDS; round++) {
        const ask = () => engine.client.records.list({ ...filtersSchema.parse(question), cursor: null, limit: PAGE })
        const { ms, result } = await timed(ask)
        rows = result.rows.length
        if (round >= WARM) samples.push(ms)
      }
      if (rows === 0) throw new Error(`"${name}" found nothing: the bench asks wrongly`)
      say(`${name}: median ${median(samples).toFixed(1)} ms, p95 ${p95(samples).toFixed(1)} ms`)
      if (name in QUESTIONS) worst = Math.max(worst, p95(samples))
    }
    return { value: worst, floor: null }
  } finally {
    await engine.kill()
  }
}
