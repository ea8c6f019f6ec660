import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { randomBytes } from '../crypto/bytes.ts'
import { sign, signKeyPair, verify } from '../crypto/sign.ts'
import {
  appendOwn,
  appendSigned,
  assembleSignature,
  currentWal,
  isFailedWrite,
  rawSignature,
  readBlocks,
  type SignedBlocks,
  signable,
  treeHashAt,
} from './internals.ts'
import { manifestOf } from './log-id.ts'

/*
 * What Parasol leans on inside Hypercore, one test each: after an update of the library, a failure here says which of it moved.
 */

const keyPair = signKeyPair(randomBytes(32))
const space = randomBytes(32)
let folder: string
let stores: Corestore[]
let core: Hypercore

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parasol-internals-'))
  stores = []
  core = await open('own')
})
afterEach(async () => {
  for (const store of stores) await store.close()
  await rm(folder, { recursive: true })
})

async function open(name: string): Promise<Hypercore> {
  const store = new Corestore(join(folder, name))
  stores.push(store)
  const opened = store.get({ manifest: manifestOf(space, keyPair.publicKey), keyPair: null, allowFork: false })
  await opened.ready()
  return opened
}

describe('the inside of Hypercore', () => {
  it('is of the version that it was tried with', async () => {
    const versionOf = async (name: string) => {
      const text = await readFile(new URL(`../../node_modules/${name}/package.json`, import.meta.url), 'utf8')
      return (JSON.parse(text) as { version: string }).version
    }
    expect(await Promise.all(['hypercore', 'hypercore-storage', 'rocksdb-native'].map(versionOf))).toEqual(['11.37.1', '3.3.1', '3.18.1'])
  })

  it('signs with a key pair in memory, over treeSignable of key, tree hash, length and fork 0', async () => {
    await appendOwn(core, [Buffer.from('a'), Buffer.from('b')], keyPair, [])
    const { state } = core
    const signature = rawSignature(state.signature ?? Buffer.alloc(0))
    expect(signature).toHaveLength(64)
    expect(verify(signature, signable(core, state.hash(), 2), keyPair.publicKey)).toBe(true)
    expect(sign(signable(core, state.hash(), 2), keyPair.secretKey)).toEqual(signature)
    expect(assembleSignature(core, signature)).toEqual(state.signature)
    expect(state.fork).toBe(0)
  })

  it('gives the tree hash of any length that is held', async () => {
    const hashes: Buffer[] = []
    for (const block of ['a', 'b', 'c', 'd', 'e']) {
      await appendOwn(core, [Buffer.from(block)], keyPair, [])
      hashes.push(core.state.hash())
    }
    for (const [i, hash] of hashes.entries()) expect(await treeHashAt(core, i + 1)).toEqual(hash)
  })

  it('checks a signature over the grown tree before it writes, facts included', async () => {
    const copy = await open('copy')
    await appendOwn(core, [Buffer.from('a')], keyPair, [])
    const signature = rawSignature(core.state.signature ?? Buffer.alloc(0))
    const facts = [{ key: 'fact', value: Buffer.from('told') }]
    await expect(appendSigned(copy, [{ blocks: [Buffer.from('b')], signature }], facts)).rejects.toMatchObject({
      code: 'INVALID_SIGNATURE',
    })
    expect([copy.length, await copy.getUserData('fact')]).toEqual([0, null])
    await appendSigned(copy, [{ blocks: [Buffer.from('a')], signature }], facts)
    expect([copy.length, await copy.getUserData('fact')]).toEqual([1, Buffer.from('told')])
    expect(copy.state.hash()).toEqual(core.state.hash())
  })

  it('checks a signature at each of several ends in one write, and takes no blocks where one is forged', async () => {
    const copy = await open('copy')
    const stretches: SignedBlocks[] = []
    for (const texts of [['a', 'b'], ['c'], ['d', 'e', 'f']]) {
      const blocks = texts.map((text) => Buffer.from(text))
      await appendOwn(core, blocks, keyPair, [])
      stretches.push({ blocks, signature: rawSignature(core.state.signature ?? Buffer.alloc(0)) })
    }
    const facts = [{ key: 'fact', value: Buffer.from('told') }]
    for (const at of stretches.keys()) {
      const forged = stretches.map((one, i) => (i === at ? { ...one, signature: randomBytes(64) } : one))
      await expect(appendSigned(copy, forged, facts)).rejects.toMatchObject({ code: 'INVALID_SIGNATURE' })
      expect([copy.length, await copy.getUserData('fact'), await readBlocks(copy, 0, 1)]).toEqual([0, null, [null]])
    }
    await appendSigned(copy, stretches, facts)
    expect([copy.length, copy.byteLength, await copy.getUserData('fact')]).toEqual([6, 6, Buffer.from('told')])
    expect(copy.state.hash()).toEqual(core.state.hash())
    for (let length = 1; length <= 6; length += 1) expect(await treeHashAt(copy, length)).toEqual(await treeHashAt(core, length))
    expect(await readBlocks(copy, 0, 6)).toEqual(['a', 'b', 'c', 'd', 'e', 'f'].map((text) => Buffer.from(text)))
  })

  it('reads blocks in one trip, null where there is none', async () => {
    await appendOwn(core, [Buffer.from('a'), Buffer.alloc(100_000, 1)], keyPair, [])
    expect(await readBlocks(core, 0, 3)).toEqual([Buffer.from('a'), Buffer.alloc(100_000, 1), null])
  })

  it('names the write-ahead log that holds what was just written', async () => {
    const marker = randomBytes(1024)
    await appendOwn(core, [marker], keyPair, [])
    const [store] = stores
    if (!store) throw new Error('a store is open')
    const wal = await currentWal(store)
    expect(wal).toMatch(/db\/\d{6}\.log$/)
    expect((await stat(wal)).isFile()).toBe(true)
    expect((await readFile(wal)).includes(marker)).toBe(true)
  })

  it('has a random primary key of its own', async () => {
    await open('other')
    const keys = await Promise.all(stores.map((store) => store.storage.getSeed()))
    expect(keys[0]).toHaveLength(32)
    expect(keys[0]).not.toEqual(keys[1])
  })

  it('tells a failed write by its message only', () => {
    expect(isFailedWrite(new Error('Batch was not applied'))).toBe(true)
    expect(isFailedWrite(new Error('another'))).toBe(false)
  })
})
