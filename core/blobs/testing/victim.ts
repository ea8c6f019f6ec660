import promises from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import type { BlobJournal } from '../ports.ts'

/**
 * A process that is killed (SIGKILL) just before its n-th change to the folder of chunks or the journal: `victim.ts DIR SIZE N`. Without reaching N it prints
 * how many changes there were, or the code of what went wrong. The code of core/blobs runs unchanged.
 */
const [dir = '', size = '', limit = ''] = process.argv.slice(2)
let changes = 0

function count(): void {
  changes += 1
  if (changes === Number(limit)) process.kill(process.pid, 'SIGKILL')
}
const { open, rename, rm } = promises
promises.open = ((...args: Parameters<typeof open>) => {
  if (args[1] === 'w') count()
  return open(...args)
}) as typeof open
promises.rename = (...args) => {
  count()
  return rename(...args)
}
promises.rm = (...args) => {
  count()
  return rm(...args)
}
syncBuiltinESMExports()

const { ParasolError } = await import('../../error.ts')
const { bringIn, bytesOf, openScene } = await import('./scene.ts')
const { Blobs } = await import('../blobs.ts')
const scene = openScene(dir)
const { blobs: journal } = scene.state
const counted: BlobJournal = {
  ...journal,
  putUpload: (upload) => {
    count()
    journal.putUpload(upload)
  },
  finish: (uploadId, list) => {
    count()
    journal.finish(uploadId, list)
  },
}
try {
  await bringIn({ ...scene, blobs: new Blobs(scene.chunks, counted) }, bytesOf(Number(size)))
  process.stdout.write(`${changes}\n`)
} catch (error) {
  process.stdout.write(`${error instanceof ParasolError ? error.code : String(error)}\n`)
}
