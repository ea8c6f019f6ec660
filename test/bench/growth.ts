import { join } from 'node:path'
import type { RecordWriter } from '../../core/engine/services/record-writer.ts'
import { BATCH_ROWS } from '../../core/exchange/import/import-file.ts'
import { type Measured, median, type Setup, timed } from './bench.ts'
import { BenchHouse } from './house.ts'
import { fill } from './profile.ts'

const SMALL = 1_000
const ROUNDS = 12
const WARM = 2

interface Side {
  house: BenchHouse
  writer: RecordWriter
  /** The number of the next incident. */
  next: number
  /** Of each round, us an entry: by the clock, and of the processor. */
  took: number[]
  busy: number[]
}

/**
 * Time for an entry (sealed, appended, synced, indexed; so many incidents at a time as an import saves, and what comes with them) in a log of `n`
 * incidents against one of 1,000, turn by turn so that both meet the same disk and the same neighbours.
 */
export async function run({ n, folder, profileDir, say }: Setup): Promise<Measured> {
  const small = await begin(await BenchHouse.create(join(folder, 'small')), 0)
  await fill(small.house, small.writer, 0, SMALL, () => undefined)
  small.next = SMALL
  const large = await begin(await BenchHouse.open(profileDir ?? ''), n)
  for (let round = 0; round < WARM + ROUNDS; round++) for (const side of [small, large]) await turn(side)
  const [s, l] = [small, large].map(({ took, busy }) => ({ took: median(took.slice(WARM)), busy: median(busy.slice(WARM)) }))
  if (!s || !l) throw new Error('two sides')
  say(
    `${s.took.toFixed(0)} us an entry at ${SMALL}, ${l.took.toFixed(0)} us at ${n}; of the processor ${s.busy.toFixed(0)} us and ${l.busy.toFixed(0)} us`,
  )
  return { value: l.took / s.took, floor: null }
}

async function begin(house: BenchHouse, next: number): Promise<Side> {
  const { projector } = house.index()
  await projector.catchUp(house.spaces.house)
  return { house, writer: house.writer(projector), next, took: [], busy: [] }
}

async function turn(side: Side): Promise<void> {
  const { house, writer, next } = side
  const [batch = []] = house.log.batches(next, next + BATCH_ROWS, BATCH_ROWS)
  const { ms, busy } = await timed(() => writer.appendMany(house.spaces.house, batch))
  side.took.push((ms * 1_000) / batch.length)
  side.busy.push((busy * 1_000) / batch.length)
  side.next += BATCH_ROWS
}
