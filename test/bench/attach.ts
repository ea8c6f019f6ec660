import { createCipheriv, createHash, type Hash } from 'node:crypto'
import { createReadStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FileReference } from '../../core/engine/contract/index.ts'
import { type Client, EngineChild, houseOf, makeVault } from '../support/engine.ts'
import type { Measured, Setup } from './bench.ts'
import { forgetPeak, residentBytes } from './resident.ts'

const MIB = 1024 * 1024

/**
 * A file of `n` MiB goes in through the contract, piece by piece as the window hands it over, is read back in pieces, and is saved into a folder; each time
 * with the same SHA-256. The value is the most resident memory of the engine process meanwhile. Linux only.
 */
export async function run({ n, folder, say }: Setup): Promise<Measured> {
  const profile = join(folder, 'profile')
  await makeVault(profile)
  const engine = await EngineChild.unlocked(profile)
  try {
    // Nobody touches anything here for minutes.
    await engine.client.settings.set({ autoLockMinutes: 0 })
    // Hashing the passphrase takes 256 MiB by itself, and gives them back.
    forgetPeak(engine.pid)
    const before = residentBytes(engine.pid)
    const { file, ms: inMs } = await bringIn(engine.client, n)
    const { ms: readMs } = await readBack(engine.client, file)
    const { ms: saveMs } = await save(engine.client, file, join(folder, 'out'))
    const most = residentBytes(engine.pid, 'most')
    const pace = (ms: number) => `${((n * MIB) / 1e3 / ms).toFixed(0)} MB/s`
    say(`in ${pace(inMs)}, read ${pace(readMs)}, saved ${pace(saveMs)}; memory ${(before / 1e6).toFixed(0)} MB before`)
    return { value: most / 1e6, floor: null }
  } finally {
    await engine.kill()
  }
}

async function bringIn(client: Client, n: number): Promise<{ file: FileReference; ms: number }> {
  const stream = createCipheriv('aes-256-ctr', Buffer.alloc(32, 7), Buffer.alloc(16))
  const zeros = Buffer.alloc(MIB)
  const hash = createHash('sha256')
  const start = performance.now()
  const { uploadId } = await client.files.begin({ audience: await houseOf(client), name: 'raid.mp4', size: n * MIB, modified: 0 })
  for (let i = 0; i < n; i += 1) {
    const piece = stream.update(zeros)
    hash.update(piece)
    await client.files.piece({ uploadId, at: i * MIB, data: piece.toString('base64') })
  }
  const file = await client.files.finish({ uploadId })
  expectSame(hash, file)
  return { file, ms: performance.now() - start }
}

async function readBack(client: Client, file: FileReference): Promise<{ ms: number }> {
  const hash = createHash('sha256')
  const start = performance.now()
  for (let at = 0; at < file.size; at += MIB)
    hash.update(Buffer.from((await client.files.read({ recordId: null, file, start: at, length: MIB })).data, 'base64'))
  expectSame(hash, file)
  return { ms: performance.now() - start }
}

async function save(client: Client, file: FileReference, dir: string): Promise<{ ms: number }> {
  mkdirSync(dir)
  const start = performance.now()
  let savedAs: string | null = null
  for await (const event of await client.files.save({ recordId: null, file, dir })) savedAs = event.savedAs
  const ms = performance.now() - start
  const hash = createHash('sha256')
  for await (const part of createReadStream(join(dir, savedAs ?? ''))) hash.update(part)
  expectSame(hash, file)
  return { ms }
}

function expectSame(hash: Hash, file: FileReference): void {
  if (hash.digest('hex') !== file.sha256) throw new Error('the file came out otherwise than it went in')
}
