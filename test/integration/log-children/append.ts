/** Appends blocks to an own log for as long as it lives, and takes a foreign log beside it. Says `saved N` when N blocks are acknowledged. */
import { join } from 'node:path'
import { LogStore } from '../../../core/log/store.ts'
import { print } from './lines.ts'
import { author, blockAt, own, space } from './made.ts'

const [folder = '', foreignFolder = ''] = process.argv.slice(2)
const store = await LogStore.open(join(folder))
const log = await store.own(space, own)
const copy = await store.copy(space, author.publicKey)
const foreign = await (await LogStore.open(foreignFolder)).own(space, author)

async function take(): Promise<never> {
  for (;;) {
    const { head } = await foreign.append((index) => Array.from({ length: 7 }, (_, i) => blockAt(index + i)))
    while (copy.length < head.length) {
      const segment = await foreign.segmentFrom(copy.length)
      if (segment) await copy.append(segment)
    }
  }
}

async function write(): Promise<never> {
  print(`saved ${log.length}`)
  for (let count = 1; ; count = (count % 5) + 1) {
    await log.append((index) => Array.from({ length: count }, (_, i) => blockAt(index + i)))
    print(`saved ${log.length}`)
  }
}

await Promise.all([take(), write()])
