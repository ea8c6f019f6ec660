/** Saves ten blocks, one after the other, and says how each went. Run under strace, which makes one fdatasync fail. */
import { writeSync } from 'node:fs'
import { LogStore } from '../../../core/log/store.ts'
import { blockAt, own, space } from './made.ts'

const [folder = ''] = process.argv.slice(2)
const store = await LogStore.open(folder)
const log = await store.own(space, own)
for (let i = 0; i < 10; i += 1) {
  const before = log.length
  try {
    const { index } = await log.append((at) => [blockAt(at)])
    writeSync(1, `saved ${index}\n`)
  } catch (error) {
    writeSync(1, `failed ${(error as NodeJS.ErrnoException).code} ${log.length - before}\n`)
  }
}
await store.close()
