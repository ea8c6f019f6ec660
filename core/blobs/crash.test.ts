import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toHex } from '../crypto/bytes.ts'
import { CHUNK_BYTES } from './format.ts'
import { bringIn, bytesOf, endScene, FILE, openScene, SPACE, wholeOf } from './testing/scene.ts'

/** What is there after the process was killed at each single change to the disk. */
let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'parasol-blobs-crash-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** `fileBytes`: how long any file may become. */
async function runVictim(dir: string, size: number, limit: number, fileBytes?: number): Promise<{ signal: string | null; out: string }> {
  const ulimit = fileBytes === undefined ? '' : `ulimit -S -f ${Math.floor(fileBytes / 512)} && `
  const victim = [process.execPath, join(import.meta.dirname, 'testing', 'victim.ts'), dir, `${size}`, `${limit}`]
  const child = spawn('sh', ['-c', `${ulimit}exec "$0" "$@"`, ...victim], { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.on('data', (data) => {
    out += data
  })
  const [, signal] = (await once(child, 'close')) as [number | null, string | null]
  return { signal, out: out.trim() }
}

/** The file is brought in again, and everything that is in the folder then is of this one file. */
async function goOn(dir: string, size: number): Promise<number> {
  const scene = openScene(dir)
  const [row] = scene.state.blobs.uploads()
  const finished = scene.state.blobs.loose().length
  const before = await scene.blobs.begin(SPACE, { ...FILE, size })
  const { received } = before
  expect(before.row.uploadId.equals(row?.uploadId ?? before.row.uploadId)).toBe(true)
  await scene.blobs.stop(toHex(before.row.uploadId), true)
  const reference = await bringIn(scene, bytesOf(size))
  const reader = await scene.blobs.read(reference)
  expect((await wholeOf(reader)).equals(bytesOf(size))).toBe(true)
  await scene.blobs.tidy(Date.now(), () => false)
  expect(readdirSync(scene.chunks)).toHaveLength((finished + 1) * (Math.ceil(size / CHUNK_BYTES) + 1))
  await endScene(scene)
  return received
}

describe('SIGKILL while a file comes in', () => {
  it('at any change to the disk leaves a file that can be brought in whole, and nothing else', async () => {
    const size = 2 * CHUNK_BYTES + 9
    const { out } = await runVictim(join(root, 'all'), size, 0)
    const changes = Number(out)
    expect(changes).toBeGreaterThan(8)
    for (let limit = 1; limit <= changes; limit += 1) {
      const dir = join(root, `${limit}`)
      mkdirSync(dir)
      expect((await runVictim(dir, size, limit)).signal).toBe('SIGKILL')
      await goOn(dir, size)
    }
  })

  it('in the middle goes on where it stopped', async () => {
    const size = 20 * CHUNK_BYTES
    const dir = join(root, 'middle')
    mkdirSync(dir)
    // The row, sixteen chunks and the word on them, their names, and two chunks more.
    expect((await runVictim(dir, size, 1 + 16 + 1 + 16 + 3)).signal).toBe('SIGKILL')
    expect(await goOn(dir, size)).toBe(16 * CHUNK_BYTES)
  })
})

describe('a full disk', () => {
  it('is named, leaves nothing, and once there is room the file comes in', async () => {
    const size = CHUNK_BYTES + 1
    const dir = join(root, 'full')
    mkdirSync(dir)
    // A limit on the size of each file, below that of a chunk, stands for a disk without room: both are told by the same code.
    const { out } = await runVictim(dir, size, 0, 900 * 1024)
    expect(out).toBe('DISK_FULL')
    expect(readdirSync(join(dir, 'blobs'))).toEqual([])
    expect(await goOn(dir, size)).toBe(0)
  })
})
