import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { treeSignable } from 'hypercore/lib/caps.js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { counts, quiet, Table } from '../../test/support/courier.ts'
import { heldUp, STILL_MAX } from '../../test/support/held-up.ts'
import { makeCoalition, pull, record, texts } from '../../test/support/spaces.ts'
import { randomBytes, toHex } from '../crypto/bytes.ts'
import { sign } from '../crypto/sign.ts'
import type { CourierReport } from '../engine/contract/courier.ts'
import type { Log } from '../log/log.ts'
import { LogCopy } from '../log/log-copy.ts'
import type { Segment } from '../log/types.ts'
import { LOG_BYTES_MAX } from '../space/quota.ts'
import type { Space } from '../space/space.ts'
import { decodeContent, encodeContent, type Run } from './content.ts'
import { FileFault } from './fault.ts'
import { CONTENT_MAX, FILE_MAX, isOf, openFile, sealFile } from './file.ts'

let table: Table
let a: Space
let b: Space

/** A is three entries ahead of what B has; all of them are in `honest`. */
beforeEach(async () => {
  table = await Table.lay()
  ;({ a, b } = await table.two())
  for (const space of [a, b, a]) await table.sync([space])
  await a.write([record('one'), record('two'), record('three')])
})
afterEach(() => table.clear())

const carryOf = (space: Space): Buffer => space.roster?.genesis.carrySecret ?? Buffer.alloc(32)
const copyAt = async (space: Space, of: Log): Promise<LogCopy> => {
  const copy = (await space.openLogs()).find(({ id }) => id.equals(of.id))
  if (!(copy instanceof LogCopy)) throw new Error('a copy is there')
  return copy
}

async function runOf(log: Log, start: number): Promise<Run> {
  const segment = await log.segmentFrom(start)
  if (!segment) throw new Error('the log goes on')
  return { segments: [segment], treeHash: await log.treeHashAt(segment.length) }
}

const changed = ({ segments, treeHash }: Run, change: (segment: Segment) => Segment): Run => ({ treeHash, segments: segments.map(change) })
const withOtherBlocks = (run: Run): Run =>
  changed(run, (segment) => ({ ...segment, blocks: segment.blocks.map((block) => randomBytes(block.length)) }))

/** Puts a file on the drive as a member could, who has the carry secret. */
async function plant(runs: Run[], change: (content: Buffer) => Buffer = (content) => content): Promise<string> {
  const name = toHex(randomBytes(16))
  await mkdir(table.folder, { recursive: true })
  await writeFile(join(table.folder, name), sealFile(carryOf(a), randomBytes(32), change(encodeContent(runs))))
  return name
}

/** B takes nothing and names the file; then A's own file brings everything. */
async function refused(fault: CourierReport['problems'][number]['fault'], file: string): Promise<void> {
  const report = await table.sync([b])
  expect(report.problems).toEqual([{ file, fault }])
  expect(counts(report)).toMatchObject([{ took: 0 }])
  await table.sync([a])
  expect(counts(await table.sync([b]))).toMatchObject([{ took: 3 }])
  expect(await texts(b)).toEqual(['one', 'three', 'two'])
}

describe('a member who fills the drive with runs', () => {
  it('holds up nobody who reads them, and what others wrote is taken', async () => {
    // Heads that its author did sign, each far beyond anything that is there.
    const [segment] = (await runOf(a.own, 0)).segments
    if (!segment) throw new Error('the log has entries')
    const [block] = segment.blocks.toSorted((one, other) => one.length - other.length)
    const runs = Array.from({ length: 3_000 }, (_, i): Run => {
      const [length, treeHash] = [10_001 + i, randomBytes(32)]
      const signature = sign(treeSignable(a.own.id, treeHash, length, 0), a.device.log.secretKey)
      return { treeHash, segments: [{ logId: a.own.id, start: length - 1, length, signature, blocks: [block ?? Buffer.alloc(1024)] }] }
    })
    for (let i = 0; i < 4; i += 1) await plant(runs)
    const most = await heldUp(async () => {
      expect(counts(await table.sync([b]))).toMatchObject([{ took: 0 }])
    })
    expect(most).toBeLessThan(STILL_MAX)
    await table.sync([a])
    expect(counts(await table.sync([b]))).toMatchObject([{ took: 3 }])
  })
})

describe('a member who lies on the drive', () => {
  it('with other blocks under a true head', async () => {
    await refused('forged', await plant([withOtherBlocks(await runOf(a.own, (await copyAt(b, a.own)).length))]))
  })

  it('with a head that its author did not sign', async () => {
    const run = await runOf(a.own, (await copyAt(b, a.own)).length)
    await refused('forged', await plant([{ ...run, treeHash: randomBytes(32) }]))
  })

  it('with a signature of somebody else', async () => {
    const run = await runOf(a.own, (await copyAt(b, a.own)).length)
    await refused('forged', await plant([changed(run, (segment) => ({ ...segment, signature: randomBytes(64) }))]))
  })

  it('with a gap, of which nobody says anything, because what is before it may be elsewhere', async () => {
    await plant([await runOf(a.own, a.own.length - 1)])
    const report = await table.sync([b])
    expect(report).toMatchObject(quiet)
    expect(counts(report)).toMatchObject([{ took: 0 }])
  })

  it('with more than a log may have', async () => {
    const copy = await copyAt(b, a.own)
    const file = await plant([await runOf(a.own, copy.length)])
    const big = vi.spyOn(copy, 'byteLength', 'get').mockReturnValue(LOG_BYTES_MAX + 1)
    expect((await table.sync([b])).problems).toEqual([{ file, fault: 'too-long' }])
    big.mockRestore()
    expect(counts(await table.sync([b]))).toMatchObject([{ took: 3 }])
  })

  it('with entries in a log of ours: nothing is appended, and a forged one does not stop us', async () => {
    const { length } = b.own
    const run = await runOf(b.own, 0)
    const longer = changed(run, (segment) => ({ ...segment, blocks: [...segment.blocks, randomBytes(1024)], length: segment.length + 1 }))
    const file = await plant([longer])
    expect((await table.sync([b])).problems).toEqual([{ file, fault: 'forged' }])
    expect(b.own.length).toBe(length)
    expect(b.behind).toBe(false)
  })

  it('with a log that nobody belongs to', async () => {
    const other = await makeCoalition(await table.party('chidi'), await table.party('dalia'))
    await plant([await runOf(other.a.own, 0)])
    expect(await table.sync([b])).toMatchObject(quiet)
  })

  it('with another version of a log: the fork is named, and what is held stays', async () => {
    const asha = table.parties[0]
    if (!asha) throw new Error('the founder is at the table')
    // Her computer, put back from a copy and written on by someone who ignores that.
    const twin = await table.again(a, asha)
    await twin.own.append(async () => (await a.own.segmentFrom(0))?.blocks.slice(0, -1) ?? [])
    await twin.own.append(() => [randomBytes(1024)])
    const file = await plant([await runOf(twin.own, 0)])
    await pull(a.own, await copyAt(b, a.own))
    const report = await table.sync([b])
    expect(report.problems).toEqual([{ file, fault: 'fork' }])
    expect((await copyAt(b, a.own)).length).toBe(a.own.length)
  })

  it('about what the drive holds: it is given again', async () => {
    const file = await plant([withOtherBlocks(await runOf(a.own, 0))])
    const report = await table.sync([a])
    expect(report.problems).toEqual([{ file, fault: 'forged' }])
    expect(counts(report)).toMatchObject([{ gave: 3 }])
  })

  it('with a file of another form', async () => {
    const run = await runOf(a.own, 0)
    const [segment] = run.segments
    if (!segment) throw new Error('a run has a segment')
    const files: [string, CourierReport['problems'][number]['fault']][] = [
      [await plant([run], (content) => Buffer.concat([Buffer.of(3), content.subarray(1)])), 'newer'],
      [await plant([run], (content) => Buffer.concat([Buffer.of(2), content.subarray(1)])), 'damaged'],
      [await plant([run], (content) => Buffer.concat([content, Buffer.of(0)])), 'damaged'],
      [await plant([run], (content) => content.subarray(0, -1)), 'damaged'],
      [await plant([]), 'damaged'],
      [await plant([{ ...run, segments: [segment, segment] }]), 'damaged'],
      [await plant([{ ...run, segments: [] }]), 'damaged'],
      [await plant([changed(run, (one) => ({ ...one, length: one.length + 1 }))]), 'damaged'],
    ]
    const { problems } = await table.sync([b])
    expect(new Map(problems.map(({ file, fault }) => [file, fault]))).toEqual(new Map(files))
  })

  it('with a file of a size that none has, which is not read', async () => {
    const whole = sealFile(carryOf(a), randomBytes(32), encodeContent([await runOf(a.own, 0)]))
    const name = 'f'.repeat(32)
    for (const bytes of [
      Buffer.concat([whole, Buffer.alloc(FILE_MAX)]),
      Buffer.concat([whole, Buffer.alloc(16)]),
      whole.subarray(0, 100),
    ]) {
      await writeFile(join(table.folder, name), bytes)
      expect((await table.sync([b])).problems).toEqual([{ file: name, fault: 'damaged' }])
    }
    expect(await readdir(table.folder)).toContain(name)
  })
})

describe('the form of a file', () => {
  it('holds any content, padded, and opens with its carry secret only', () => {
    fc.assert(
      fc.property(fc.nat(300_000), (length) => {
        const [carry, salt, content] = [randomBytes(32), randomBytes(32), randomBytes(length)]
        const file = sealFile(carry, salt, content)
        expect(isOf(carry, file)).toBe(true)
        expect(openFile(carry, file).equals(content)).toBe(true)
        expect(isOf(randomBytes(32), file)).toBe(false)
        expect(() => openFile(randomBytes(32), file)).toThrow(FileFault)
      }),
      { numRuns: 30 },
    )
    expect(sealFile(randomBytes(32), randomBytes(32), Buffer.alloc(CONTENT_MAX)).length).toBe(FILE_MAX)
    expect(() => sealFile(randomBytes(32), randomBytes(32), Buffer.alloc(CONTENT_MAX + 1))).toThrow(RangeError)
  })

  it('never makes the decoder do anything but refuse', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        expect(() => decodeContent(Buffer.concat([Buffer.of(1), bytes]))).toThrow(FileFault)
      }),
      { numRuns: 500 },
    )
  })
})
