import { type Filters, filtersSchema, type RecordId } from '../../core/engine/contract/index.ts'
import { type Client, EngineChild, PASSPHRASE } from '../support/engine.ts'
import { type Measured, median, p95, type Setup, timed } from './bench.ts'
import { COMMON_WORD, FILTER_AREA, FILTER_TYPE, RARE_WORD } from './incidents.ts'
import { MadeUpLog } from './log.ts'

const ROUNDS = 60
/** Questions that may take longer are asked less often. */
const FEW_ROUNDS = 10
const WARM = 3
const PAGE = 50

/** Asks, and says how many rows there were. */
type Ask = (client: Client) => Promise<number>

const list =
  (filters: Partial<Filters>): Ask =>
  async (client) =>
    (await client.records.list({ ...filtersSchema.parse(filters), cursor: null, limit: PAGE })).rows.length
const figures =
  (filters: Partial<Filters>): Ask =>
  async (client) =>
    (await client.records.figures(filtersSchema.parse(filters))).incidents

/** What the bar speaks of. */
const lists: Readonly<Record<string, Ask>> = {
  'newest first': list({}),
  'rare word': list({ text: RARE_WORD }),
  'word in half of all': list({ text: COMMON_WORD }),
  type: list({ types: [FILTER_TYPE] }),
  period: list({ from: '2019-01-01', to: '2019-03-31' }),
  area: list({ area: FILTER_AREA }),
  'word, type and period': list({ text: COMMON_WORD, types: [FILTER_TYPE], from: '2018-01-01', to: '2022-12-31' }),
  'kind of perpetrator': list({ perpetratorKinds: ['police'] }),
  'waits for somebody': list({ waits: true }),
  'kind of perpetrator, type, area': list({ perpetratorKinds: ['police'], types: [FILTER_TYPE], area: FILTER_AREA }),
}

/** Questions about records by their number: people and perpetrators with low numbers are met most. */
function screens(log: MadeUpLog, stationOf: RecordId[]): Readonly<Record<string, Ask>> {
  return {
    'those of one unit did it': list({ perpetrators: stationOf }),
    'people, newest first': async ({ cards }) => (await cards.list({ kind: 'person', cursor: null, limit: PAGE })).rows.length,
    'people by the beginning of a name': async ({ cards }) =>
      (await cards.list({ kind: 'person', text: '0012', cursor: null, limit: PAGE })).rows.length,
    'perpetrators of one unit': async ({ cards }) =>
      (await cards.list({ kind: 'perpetrator', unit: UNIT, cursor: null, limit: PAGE })).rows.length,
    'any record by a word': async ({ cards }) => (await cards.find({ text: '00123' })).length,
    'page of the person named most': async ({ cards }) => (await cards.get({ recordId: log.id('person', 0) })).mentions.length,
    'page of the perpetrator named most': async ({ cards }) => (await cards.get({ recordId: log.id('perpetrator', 0) })).mentions.length,
    'page of an incident': async ({ records }) => (await records.get({ recordId: log.id('incident', 1) })).heads.length,
    'To follow': async ({ cards }) => (await cards.due({ cursor: null, limit: PAGE })).rows.length,
    units: async ({ cards }) => (await cards.units({})).length,
    'areas that begin so': async ({ records }) => (await records.areas({ text: 'area 1' })).length,
  }
}
const UNIT = 'Station 7'

/** What it does not speak of, for information. */
const OTHERS: Readonly<Record<string, Ask>> = {
  'beginning of a common word': list({ text: COMMON_WORD.slice(0, 3) }),
  'common word and the beginning of 300 others': list({ text: `${COMMON_WORD} mbo` }),
  'count of a common word': async ({ records }) => (await records.count(filtersSchema.parse({ text: COMMON_WORD }))).matching,
  'figures of everything': figures({}),
  'figures of a common word': figures({ text: COMMON_WORD }),
  'figures of a kind of perpetrator': figures({ perpetratorKinds: ['police'] }),
}

/** The first page of each kind of question, through the engine's port as a window asks. The value is the 95th percentile of the slowest kind. */
export async function run({ profileDir, say }: Setup): Promise<Measured> {
  const engine = await EngineChild.start(profileDir ?? '')
  const { client } = engine
  try {
    await client.vault.unlock({ passphrase: PASSPHRASE })
    const { houseId } = await client.organisation.get()
    const { rows } = await client.records.list({ ...filtersSchema.parse({}), cursor: null, limit: 1 })
    const [author] = rows.map((row) => row.author.organisationId)
    if (!author) throw new Error('the log is empty')
    const unit = await client.cards.list({ kind: 'perpetrator', unit: UNIT, cursor: null, limit: 200 })
    const asked = {
      ...lists,
      ...screens(
        new MadeUpLog(houseId, author),
        unit.rows.map(({ recordId }) => recordId),
      ),
    }
    let worst = 0
    for (const [name, ask] of Object.entries(asked)) worst = Math.max(worst, await p95Of(client, name, ask, ROUNDS, say))
    for (const [name, ask] of Object.entries(OTHERS)) await p95Of(client, name, ask, FEW_ROUNDS, say)
    return { value: worst, floor: null }
  } finally {
    await engine.kill()
  }
}

async function p95Of(client: Client, name: string, ask: Ask, rounds: number, say: Setup['say']): Promise<number> {
  const samples: number[] = []
  for (let round = 0; round < WARM + rounds; round++) {
    const { ms, result: rows } = await timed(() => ask(client))
    if (rows === 0) throw new Error(`"${name}" found nothing: the bench asks wrongly`)
    if (round >= WARM) samples.push(ms)
  }
  say(`${name}: median ${median(samples).toFixed(1)} ms, p95 ${p95(samples).toFixed(1)} ms`)
  return p95(samples)
}
