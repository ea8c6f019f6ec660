/** Writes until the disk is full, waits to be told that there is room, and writes on. */

import { ParasolError } from '../../../core/error.ts'
import { LogStore } from '../../../core/log/store.ts'
import { heard, print } from './lines.ts'
import { author, blockAt, own, space } from './made.ts'

const SIZE = 64 * 1024
const [folder = '', foreignFolder = ''] = process.argv.slice(2)
const store = await LogStore.open(folder)
const log = await store.own(space, own)
const copy = await store.copy(space, author.publicKey)
const elsewhere = await LogStore.open(foreignFolder)
const foreign = await elsewhere.own(space, author)
await foreign.append(() => Array.from({ length: 8 }, (_, i) => blockAt(i, SIZE)))
const segment = await foreign.segmentFrom(0)
if (!segment) throw new Error('the author has a segment')
await elsewhere.close()

const codeOf = async (task: () => Promise<unknown>): Promise<string> => {
  try {
    await task()
    return 'none'
  } catch (error) {
    if (error instanceof ParasolError) return error.code
    throw error
  }
}
const append = () => log.append((index) => [blockAt(index, SIZE)])

let code = await codeOf(append)
while (code === 'none') code = await codeOf(append)
const length = log.length
const again = await codeOf(append)
const foreignCode = await codeOf(() => copy.append(segment))
const readable = (await log.get(0)).equals(blockAt(0, SIZE)) && (await log.get(length - 1)).equals(blockAt(length - 1, SIZE))
print(JSON.stringify({ length, code, again, foreignCode, readable, head: log.head()?.length }))

await heard().next()
const after = [await codeOf(append), await codeOf(append), await codeOf(() => copy.append(segment))]
print(JSON.stringify({ after, length: log.length, copied: copy.length }))
await store.close()
process.exit(0)
