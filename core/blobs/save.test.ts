import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CHUNK_BYTES } from './format.ts'
import { safeName, saveTo } from './save.ts'
import { bringIn, bytesOf, endScene, openScene, type Scene } from './testing/scene.ts'

describe('the name of a file that leaves', () => {
  it.each([
    ['raid.mp4', 'raid.mp4'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\Users\\x.jpg', 'C__Users_x.jpg'],
    ['.hidden', 'hidden'],
    ['con.txt', '_con.txt'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['a\u0000b\nc.pdf', 'ab c.pdf'],
    ['...', 'file'],
    ['', 'file'],
    [`${'x'.repeat(300)}.mp4`, `${'x'.repeat(70)}`],
    [`${'x'.repeat(200)}.mp4`, `${'x'.repeat(70)}.mp4`],
  ])('%j becomes %j', (name, safe) => expect(safeName(name)).toBe(safe))

  it('leads nowhere, is never empty, and stays as it is when it is cleaned again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const safe = safeName(name)
        expect(join('/folder', safe)).toBe(`/folder/${safe}`)
        expect(safe).not.toMatch(/^\.|[. ]$|[\\/:*?"<>|\p{Cc}]/u)
        expect(Buffer.byteLength(safe)).toBeLessThan(255 - 8)
        expect(safeName(safe)).toBe(safe)
      }),
    )
  })
})

describe('saving a file', () => {
  let scene: Scene
  let out: string
  beforeEach(() => {
    scene = openScene()
    out = join(scene.dir, 'out')
    mkdirSync(out)
  })
  afterEach(() => endScene(scene))

  async function save(bytes: Buffer, signal?: AbortSignal): Promise<{ told: number[]; name: string | null }> {
    const reader = await scene.blobs.read(await bringIn(scene, bytes))
    const told: number[] = []
    const saving = saveTo(out, 'raid.mp4', reader.all(), signal)
    for (;;) {
      const { value, done } = await saving.next()
      if (done) return { told, name: value }
      told.push(value)
    }
  }

  it('writes its bytes under a name that is free, for this user only', async () => {
    const bytes = bytesOf(CHUNK_BYTES + 9)
    writeFileSync(join(out, 'raid.mp4'), 'what was there')
    expect(await save(bytes)).toEqual({ told: [CHUNK_BYTES, CHUNK_BYTES + 9], name: 'raid (2).mp4' })
    expect(readFileSync(join(out, 'raid (2).mp4')).equals(bytes)).toBe(true)
    expect(statSync(join(out, 'raid (2).mp4')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(out, 'raid.mp4'), 'utf8')).toBe('what was there')
    expect(readdirSync(out)).toHaveLength(2)
  })

  it('leaves nothing when it is stopped, or a chunk is damaged', async () => {
    expect(await save(bytesOf(10), AbortSignal.abort())).toEqual({ told: [], name: null })
    const reference = await bringIn(scene, bytesOf(CHUNK_BYTES + 9))
    const reader = await scene.blobs.read(reference)
    const [, second] = await reader.ownChunks()
    truncateSync(join(scene.chunks, second?.toString('hex') ?? ''), 1_200)
    const saving = saveTo(out, 'x', reader.all())
    await saving.next()
    await expect(saving.next()).rejects.toMatchObject({ code: 'FILE_DAMAGED' })
    const gone = saveTo(join(out, 'nowhere'), 'x', reader.all())
    await expect(gone.next()).rejects.toMatchObject({ code: 'SAVE_NO_FOLDER' })
    expect(readdirSync(out)).toEqual([])
  })
})
