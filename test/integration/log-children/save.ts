/** Saves one block after another and says `saved N` at once; in between takes enough of a foreign log to make RocksDB rotate its write-ahead log. */
import { writeSync } from 'node:fs'
import { LogStore } from '../../../core/log/store.ts'
import { author, blockAt, own, space } from './made.ts'

const FOREIGN = 90
const SIZE = 256 * 1024
const [folder = '', foreignFolder = ''] = process.argv.slice(2)
const store = await LogStore.open(folder)
const elsewhere = await LogStore.open(foreignFolder)
const log = await store.own(space, own)
const copy = await store.copy(space, author.publicKey)
const foreign = await elsewhere.own(space, author)

async function save(times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    await log.append((index) => [blockAt(index)])
    writeSync(1, `saved ${log.length}\n`)
  }
}

await save(20)
for (let round = 0; round < FOREIGN; round += 1) {
  await foreign.append((index) => [0, 1, 2, 3].map((i) => blockAt(index + i, SIZE)))
  for (let segment = await foreign.segmentFrom(copy.length); segment; segment = await foreign.segmentFrom(copy.length))
    await copy.append(segment)
  await save(1)
}
await save(20)
await store.close()
await elsewhere.close()
