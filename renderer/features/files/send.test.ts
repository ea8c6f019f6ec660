import { describe, expect, it } from 'vitest'
import type { SpaceId } from '../../../core/engine/contract/index.ts'
import type { EngineClient } from '../../app/client.ts'
import { checkOf, type LocalFile, sendFile } from './send.ts'

const MIB = 1024 * 1024
const bytes = Buffer.alloc(3 * MIB + 5, 'Parasol')
const sha256 = async (part: Uint8Array<ArrayBuffer>): Promise<Buffer> => Buffer.from(await crypto.subtle.digest('SHA-256', part))
const local = (content: Buffer): LocalFile => new File([new Uint8Array(content)], 'raid.mp4', { lastModified: 5 })
const audience = '0'.repeat(64) as SpaceId

/** An engine that has `held` bytes of a file already, and notes what it is told. */
function engine(held: number, check: string | null) {
  const told: [string, unknown][] = []
  const files = {
    begin: async (input: { anew?: boolean }) => {
      told.push(['begin', input.anew ?? false])
      return { uploadId: 'u', received: input.anew ? 0 : held, check: input.anew ? null : check }
    },
    piece: async ({ at }: { at: number }) => void told.push(['piece', at]),
    finish: async () => told.push(['finish', null]),
    cancel: async () => void told.push(['cancel', null]),
  }
  return { told, client: { files } as unknown as EngineClient }
}

async function checkOfFirst(count: number): Promise<string> {
  const parts = Array.from({ length: count }, (_, i) => bytes.subarray(i * MIB, (i + 1) * MIB))
  return (await sha256(Buffer.concat(await Promise.all(parts.map(sha256))))).toString('hex')
}

describe('handing a file over', () => {
  it('goes on where it stopped, if it begins as the one that stopped', async () => {
    const { told, client } = engine(2 * MIB, await checkOfFirst(2))
    const sent: number[] = []
    await sendFile(client, local(bytes), audience, new AbortController().signal, (count) => sent.push(count))
    expect(told).toEqual([
      ['begin', false],
      ['piece', 2 * MIB],
      ['piece', 3 * MIB],
      ['finish', null],
    ])
    expect(sent).toEqual([2 * MIB, 3 * MIB, bytes.length])
  })

  it('begins anew where the file is another one', async () => {
    const { told, client } = engine(2 * MIB, '0'.repeat(64))
    await sendFile(client, local(bytes), audience, new AbortController().signal, () => undefined)
    expect(told.slice(0, 3)).toEqual([
      ['begin', false],
      ['begin', true],
      ['piece', 0],
    ])
  })

  it('has the engine take away what it has when the person gives up, and not when the engine does', async () => {
    const stop = new AbortController()
    const { told, client } = engine(0, null)
    const sending = sendFile(client, local(bytes), audience, stop.signal, (count) => count === MIB && stop.abort())
    await expect(sending).rejects.toMatchObject({ name: 'AbortError' })
    expect(told.at(-1)).toEqual(['cancel', null])
    const broken = engine(0, null)
    broken.client.files.piece = (async () => {
      throw new Error('gone')
    }) as unknown as EngineClient['files']['piece']
    await expect(sendFile(broken.client, local(bytes), audience, new AbortController().signal, () => undefined)).rejects.toThrow('gone')
    expect(broken.told).toEqual([['begin', false]])
  })

  it('tells the beginning of a file by the digests of its pieces', async () => {
    expect(await checkOf(local(bytes), 3 * MIB, new AbortController().signal)).toBe(await checkOfFirst(3))
    expect(await checkOf(local(bytes), 0, new AbortController().signal)).toBe((await sha256(Buffer.alloc(0))).toString('hex'))
  })
})
