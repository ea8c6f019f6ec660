import type { RecordWriter } from '../../core/engine/services/record-writer.ts'
import type { Setup } from './bench.ts'
import { BenchHouse } from './house.ts'

/** Makes a profile with `n` incidents, and all that comes with them (log.ts), in `folder`: real vault, real log, real index, by the engine's own services. */
export async function run({ n, folder, say }: Setup): Promise<null> {
  const house = await BenchHouse.create(folder)
  const { projector } = house.index()
  await fill(house, house.writer(projector), 0, n, say)
  return null
}

/** Writes incidents `from` (included) to `to` (excluded) into the House, as an import does: a synced batch at a time. */
export async function fill(
  { log, spaces }: BenchHouse,
  writer: RecordWriter,
  from: number,
  to: number,
  say: (text: string) => void,
): Promise<void> {
  let done = from
  for (const batch of log.batches(from, to)) {
    await writer.append(spaces.house, batch)
    const before = done
    done = Math.min(to, done + 300)
    if (Math.floor(done / 15_000) > Math.floor(before / 15_000)) say(`${done} of ${to}`)
  }
}
