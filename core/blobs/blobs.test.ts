import { readdirSync, readFileSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { randomBytes, toHex } from '../crypto/bytes.ts'
import { LEFT_MS } from './blobs.ts'
import { CHUNK_BYTES, sealList } from './format.ts'
import type { KeyedFile } from './reference.ts'
import { bringIn, bytesOf, endScene, FILE, openScene, piecesOf, reopen, type Scene, SPACE, sha256, wholeOf } from './testing/scene.ts'

let scene: Scene
beforeEach(() => {
  scene = openScene()
})
afterEach(() => endScene(scene))

const files = (): string[] => readdirSync(scene.chunks).sort()
async function readBack(reference: KeyedFile): Promise<Buffer> {
  const reader = await scene.blobs.read(reference)
  try {
    return await wholeOf(reader)
  } finally {
    reader.close()
  }
}
const chunkNames = async (reference: KeyedFile): Promise<string[]> => {
  const reader = await scene.blobs.read(reference)
  return (await reader.ownChunks()).map(toHex)
}

describe('a file', () => {
  it.each([0, 1, 1023, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 17 * CHUNK_BYTES + 5])(
    'of %i bytes goes in and comes out the same',
    async (size) => {
      const bytes = bytesOf(size)
      const reference = await bringIn(scene, bytes)
      expect(reference).toMatchObject({ size, sha256: sha256(bytes) })
      expect((await readBack(reference)).equals(bytes)).toBe(true)
      expect(await scene.blobs.holds(reference)).toBe(true)
      expect(files()).toHaveLength(Math.max(1, Math.ceil(size / CHUNK_BYTES)) + 1)
    },
  )

  it('gives any range as a slice of it', async () => {
    const bytes = bytesOf(3 * CHUNK_BYTES + 777)
    const reader = await scene.blobs.read(await bringIn(scene, bytes))
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), fc.nat(2 * CHUNK_BYTES), async (start, length) => {
        expect((await reader.range(start, length)).equals(bytes.subarray(start, start + length))).toBe(true)
      }),
      { numRuns: 40 },
    )
    await expect(reader.range(bytes.length + 1, 1)).rejects.toThrow(RangeError)
    await expect(reader.range(-1, 1)).rejects.toThrow(RangeError)
  })

  it('leaves nothing readable in the folder, and none of its words in the names', async () => {
    const text = 'a sentence that must not be found'
    await bringIn(scene, Buffer.from(text.repeat(60_000)))
    for (const name of files()) {
      expect(name).toMatch(/^[0-9a-f]{64}$/)
      expect(readFileSync(join(scene.chunks, name)).includes(text.slice(0, 12))).toBe(false)
    }
  })

  it('has other chunks and another key each time it is brought in', async () => {
    const bytes = bytesOf(CHUNK_BYTES + 1)
    const [one, two] = [await bringIn(scene, bytes), await bringIn(scene, bytes)]
    expect(one.sha256).toBe(two.sha256)
    expect(one.key).not.toBe(two.key)
    expect(new Set([...(await chunkNames(one)), ...(await chunkNames(two))]).size).toBe(4)
  })

  it('is refused over the limit, with more bytes than it was said to have, at another place, and before its end', async () => {
    await expect(scene.blobs.begin(SPACE, { ...FILE, size: 2 ** 31 + 1 })).rejects.toMatchObject({ code: 'UPLOAD_TOO_LARGE' })
    const upload = await scene.blobs.begin(SPACE, { ...FILE, size: 10 })
    await upload.put(Buffer.alloc(4), 0)
    await expect(upload.put(Buffer.alloc(4), 0)).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(upload.put(Buffer.alloc(7), 4)).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(upload.finish()).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await upload.put(Buffer.alloc(6), 4)
    await upload.finish()
    await expect(upload.put(Buffer.alloc(0))).rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' })
  })
})

describe('what lies in the folder', () => {
  it('is named: a missing chunk is missing, a changed one is damaged, and the others still open', async () => {
    const bytes = bytesOf(3 * CHUNK_BYTES)
    const reference = await bringIn(scene, bytes)
    const [first = '', second = '', third = ''] = await chunkNames(reference)
    unlinkSync(join(scene.chunks, second))
    const reader = await scene.blobs.read(reference)
    expect(await reader.missing()).toBe(1)
    expect(await scene.blobs.holds(reference)).toBe(false)
    await expect(wholeOf(reader)).rejects.toMatchObject({ code: 'FILE_MISSING' })
    await expect(reader.range(CHUNK_BYTES, 1)).rejects.toMatchObject({ code: 'FILE_MISSING' })
    expect((await reader.range(2 * CHUNK_BYTES, CHUNK_BYTES)).equals(bytes.subarray(2 * CHUNK_BYTES))).toBe(true)
    // One chunk in the place of another, cut short, empty, and a link to somewhere else.
    writeFileSync(join(scene.chunks, second), readFileSync(join(scene.chunks, third)))
    await expect(reader.range(CHUNK_BYTES, 1)).rejects.toMatchObject({ code: 'FILE_DAMAGED' })
    truncateSync(join(scene.chunks, third), CHUNK_BYTES)
    await expect(reader.range(2 * CHUNK_BYTES, 1)).rejects.toMatchObject({ code: 'FILE_DAMAGED' })
    truncateSync(join(scene.chunks, third), 0)
    await expect(reader.range(2 * CHUNK_BYTES, 1)).rejects.toMatchObject({ code: 'FILE_DAMAGED' })
    unlinkSync(join(scene.chunks, third))
    symlinkSync(join(scene.chunks, first), join(scene.chunks, third))
    await expect(reader.range(2 * CHUNK_BYTES, 1)).rejects.toMatchObject({ code: 'FILE_DAMAGED' })
    // Nor is it said to be here, and whoever looks for what is missing has it come again.
    expect(await scene.blobs.holds(reference)).toBe(false)
    expect(await scene.blobs.arrivals.look(reference)).toBe(null)
  })

  it('opens by its own reference only', async () => {
    const reference = await bringIn(scene, bytesOf(10))
    const changed: Partial<KeyedFile>[] = [{ size: 11 }, { sha256: '0'.repeat(64) }, { key: '0'.repeat(64) }]
    for (const change of changed)
      await expect(scene.blobs.read({ ...reference, ...change })).rejects.toMatchObject({ code: 'FILE_DAMAGED' })
    await expect(scene.blobs.read({ ...reference, list: '0'.repeat(64) })).rejects.toMatchObject({ code: 'FILE_MISSING' })
  })

  it('is refused at the end where all chunks are good and the whole is not what the list says', async () => {
    const bytes = bytesOf(10)
    const reference = await bringIn(scene, bytes)
    const names = (await chunkNames(reference)).map((name) => Buffer.from(name, 'hex'))
    const lie = sealList(Buffer.from(reference.key, 'hex'), randomBytes(24), { size: 10, sha256: Buffer.alloc(32), names })
    writeFileSync(join(scene.chunks, toHex(lie.name)), Buffer.concat(lie.parts))
    await expect(readBack({ ...reference, list: toHex(lie.name), sha256: '0'.repeat(64) })).rejects.toMatchObject({ code: 'FILE_DAMAGED' })
  })
})

describe('an upload that stopped', () => {
  it('goes on where it was, and says how the file must begin', async () => {
    const bytes = bytesOf(20 * CHUNK_BYTES)
    const file = { ...FILE, size: bytes.length }
    const upload = await scene.blobs.begin(SPACE, file)
    expect([upload.received, upload.check]).toEqual([0, null])
    await upload.putAll(piecesOf(bytes.subarray(0, 18 * CHUNK_BYTES + 5)))
    scene = await reopen(scene)
    const again = await scene.blobs.begin(SPACE, file)
    // Sixteen chunks at a time get their places.
    expect(again.received).toBe(16 * CHUNK_BYTES)
    const pieces = Array.from({ length: 16 }, (_, i) => Buffer.from(sha256(bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES)), 'hex'))
    expect(again.check).toBe(sha256(Buffer.concat(pieces)))
    await again.putAll(piecesOf(bytes.subarray(again.received)))
    const done = await scene.blobs.finish(toHex(again.row.uploadId))
    expect(done.sha256).toBe(sha256(bytes))
    expect((await readBack({ ...done, type: 'video/mp4', name: 'x' })).equals(bytes)).toBe(true)
  })

  it('goes on only from what is still there and whole', async () => {
    const bytes = bytesOf(20 * CHUNK_BYTES)
    const file = { ...FILE, size: bytes.length }
    await (await scene.blobs.begin(SPACE, file)).put(bytes.subarray(0, 16 * CHUNK_BYTES))
    scene = await reopen(scene)
    const [row] = scene.state.blobs.uploads()
    truncateSync(join(scene.chunks, toHex(row?.chunks[3] ?? Buffer.alloc(0))), 2_000)
    const again = await scene.blobs.begin(SPACE, file)
    expect(again.received).toBe(3 * CHUNK_BYTES)
    await again.putAll(piecesOf(bytes.subarray(again.received)))
    const done = await scene.blobs.finish(toHex(again.row.uploadId))
    expect((await readBack({ ...done, type: 'video/mp4', name: 'x' })).equals(bytes)).toBe(true)
    await scene.blobs.tidy(Date.now(), () => false)
    expect(files()).toHaveLength(21)
  })

  it('is another where the name, the size, the time of change or the space is another, and where it is to begin anew', async () => {
    const file = { ...FILE, size: 20 * CHUNK_BYTES }
    await (await scene.blobs.begin(SPACE, file)).put(bytesOf(17 * CHUNK_BYTES))
    scene = await reopen(scene)
    for (const other of [{ name: 'y' }, { size: file.size + 1 }, { modified: 5 }]) {
      const upload = await scene.blobs.begin(SPACE, { ...file, ...other })
      expect(upload.received).toBe(0)
      await scene.blobs.stop(toHex(upload.row.uploadId), false)
    }
    expect((await scene.blobs.begin(Buffer.alloc(32, 2), file)).received).toBe(0)
    expect((await scene.blobs.begin(SPACE, file, true)).received).toBe(0)
  })

  it('is stopped by who begins the same file, and goes on from what was in place', async () => {
    const file = { ...FILE, size: 20 * CHUNK_BYTES }
    const first = await scene.blobs.begin(SPACE, file)
    await first.put(bytesOf(17 * CHUNK_BYTES))
    const second = await scene.blobs.begin(SPACE, file)
    expect(second.received).toBe(16 * CHUNK_BYTES)
    await expect(first.put(Buffer.alloc(1))).rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' })
    for (let n = 0; n < 12; n += 1) await (await scene.blobs.begin(SPACE, { ...FILE, size: 50, name: `${n}` })).put(Buffer.alloc(10))
    await expect(second.put(Buffer.alloc(1))).rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' })
  })

  it('leaves nothing when it is cancelled, and everything when it is only put aside', async () => {
    const file = { ...FILE, size: 20 * CHUNK_BYTES }
    const upload = await scene.blobs.begin(SPACE, file)
    await upload.put(bytesOf(17 * CHUNK_BYTES))
    await scene.blobs.stop(toHex(upload.row.uploadId), true)
    const again = await scene.blobs.begin(SPACE, file)
    expect(again.received).toBe(16 * CHUNK_BYTES)
    await scene.blobs.stop(toHex(again.row.uploadId), false)
    expect([files(), scene.state.blobs.uploads(), scene.state.blobs.doomed()]).toEqual([[], [], []])
    expect(() => scene.blobs.upload(toHex(again.row.uploadId))).toThrow(expect.objectContaining({ code: 'UPLOAD_NOT_FOUND' }))
  })
})

describe('erasing and tidying', () => {
  const later = (): number => Date.now() + LEFT_MS + 60_000

  it('erase what an erased record named, and nothing that another one names too', async () => {
    const [one, two] = [await bringIn(scene, bytesOf(2 * CHUNK_BYTES, 1)), await bringIn(scene, bytesOf(2 * CHUNK_BYTES, 2))]
    scene.blobs.named(one, 'first')
    scene.blobs.named(two, 'first')
    scene.blobs.named(two, 'second')
    scene.blobs.unname('first')
    await scene.blobs.clear()
    expect([await scene.blobs.holds(one), await scene.blobs.holds(two)]).toEqual([false, true])
    expect(files()).toHaveLength(3)
    expect(await scene.blobs.discard(two.list)).toBe(false)
    scene.blobs.unname('second')
    await scene.blobs.clear()
    expect(files()).toEqual([])
  })

  it('erase what no record names', async () => {
    const reference = await bringIn(scene, bytesOf(10))
    expect(await scene.blobs.discard(reference.list)).toBe(true)
    expect([files(), await scene.blobs.discard(reference.list)]).toEqual([[], false])
  })

  it('know which record was the first to name a file, until that is said', async () => {
    const [one, other] = [await bringIn(scene, bytesOf(10)), await bringIn(scene, bytesOf(11))]
    scene.blobs.named(one, 'first')
    scene.blobs.named(one, 'second')
    scene = await reopen(scene)
    const added = () => scene.state.blobs.added().map(({ recordId, sha256: hash }) => [recordId, toHex(hash)])
    expect(added()).toEqual([['first', one.sha256]])
    scene.state.blobs.said(Buffer.from(one.list, 'hex'))
    scene.state.blobs.said(Buffer.from(other.list, 'hex'))
    expect([added(), scene.state.blobs.loose().map(({ list }) => toHex(list))]).toEqual([[], [other.list]])
  })

  it('take nothing of another file whose chunks a list of lies names', async () => {
    const mine = await bringIn(scene, bytesOf(CHUNK_BYTES))
    const theirs = await bringIn(scene, bytesOf(CHUNK_BYTES, 5))
    const names = (await chunkNames(mine)).map((name) => Buffer.from(name, 'hex'))
    const lie = sealList(Buffer.from(theirs.key, 'hex'), randomBytes(24), { size: CHUNK_BYTES, sha256: Buffer.alloc(32), names })
    writeFileSync(join(scene.chunks, toHex(lie.name)), Buffer.concat(lie.parts))
    scene.blobs.named({ ...theirs, list: toHex(lie.name) }, 'lie')
    scene.blobs.unname('lie')
    await scene.blobs.clear()
    expect(await scene.blobs.holds(mine)).toBe(true)
    expect(files()).not.toContain(toHex(lie.name))
  })

  it('go on with what was to be deleted when the process ended', async () => {
    const reference = await bringIn(scene, bytesOf(CHUNK_BYTES))
    scene.state.blobs.doom((await chunkNames(reference)).map((name) => Buffer.from(name, 'hex')))
    scene = await reopen(scene)
    await scene.blobs.tidy(Date.now(), () => false)
    expect(files()).toEqual([reference.list])
  })

  it('take away what nobody named for long, and never what a record or a draft names or what the journal does not know', async () => {
    const named = await bringIn(scene, bytesOf(10, 1))
    const drafted = await bringIn(scene, bytesOf(10, 2))
    const left = await bringIn(scene, bytesOf(10, 3))
    scene.blobs.named(named, 'a record')
    await (await scene.blobs.begin(SPACE, { ...FILE, size: 20 * CHUNK_BYTES })).put(bytesOf(16 * CHUNK_BYTES))
    const foreign = 'ab'.repeat(32)
    writeFileSync(join(scene.chunks, foreign), 'from a partner')
    writeFileSync(join(scene.chunks, `${'cd'.repeat(32)}.unfinished`), 'half a chunk')
    scene = await reopen(scene)
    await scene.blobs.tidy(Date.now(), () => false)
    expect(files()).toHaveLength(16 + 6 + 1)
    await scene.blobs.tidy(later(), (list) => list === drafted.list)
    expect(files()).toHaveLength(4 + 1)
    expect(files()).toContain(foreign)
    expect(await scene.blobs.holds(named)).toBe(true)
    expect(await scene.blobs.holds(drafted)).toBe(true)
    expect(await scene.blobs.holds(left)).toBe(false)
  })
})
