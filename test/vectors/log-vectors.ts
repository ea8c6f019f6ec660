import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { H } from '../../core/crypto/hash.ts'
import { encodeSegment } from '../../core/log/segment.ts'
import { LogStore } from '../../core/log/store.ts'
import { counting, deviceSeed, logId, signer, space } from './inputs.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** Block n of the vectors of the log: 1,024 and more bytes that count up. */
export const blockAt = (n: number): Buffer => counting(n, 1024 + 64 * n)

/** A log of five blocks as it stands in `log-v1.json`: id, heads at every length, one segment. */
export async function logVectors() {
  const folder = await mkdtemp(join(tmpdir(), 'parasol-vectors-'))
  const store = await LogStore.open(folder)
  try {
    const log = await store.own(space, signer)
    const heads = []
    for (let n = 0; n < 5; n += 1) {
      const { head } = await log.append((index) => [blockAt(index)])
      heads.push({ length: head.length, treeHash: hex(head.treeHash), signature: hex(head.signature) })
    }
    const segment = await log.segmentFrom(3)
    if (!segment) throw new Error('a log of five blocks has a fourth')
    return {
      about: 'A log of five blocks (docs/protocol.md sections 3 and 7): block n is 1,024 + 64 n bytes that count up from n. The segment begins at 3.',
      deviceSeed: hex(deviceSeed),
      space: hex(space),
      deviceLogKey: hex(signer.publicKey),
      namespace: hex(H('log-namespace', space, signer.publicKey)),
      logId: hex(logId),
      blockHashes: [0, 1, 2, 3, 4].map((n) => hex(H('block', blockAt(n)))),
      heads,
      segment: hex(encodeSegment(segment)),
    }
  } finally {
    await store.close()
    await rm(folder, { recursive: true })
  }
}
