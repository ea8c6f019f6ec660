import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomBytes } from '../crypto/bytes.ts'
import { ALERT_NEEDS, answerSchema } from '../engine/contract/alert.ts'
import { RING } from '../log/types.ts'
import { alertFields, answerFields, name, organisation } from '../records/alert-testing.ts'
import { answerBody, encodeBody, raiseBody, standDownBody, updateBody } from '../records/body.ts'
import type { RecordBody } from '../records/kinds.ts'
import { sealRecord } from './entries.ts'
import { newEpoch } from './format/epoch.ts'
import { Keyring } from './keyring.ts'

const space = randomBytes(32)
const keyring = new Keyring(space, { all: () => [], add: () => undefined })
const main = newEpoch(space, RING.main)

/** Length of the block of an entry that names so many heads. */
function blockLength(body: RecordBody, heads: number): number {
  const { bytes, ...kind } = encodeBody(body)
  const at = {
    ...{
      space,
      logId: randomBytes(32),
      index: 1,
      clock: { ms: 1, counter: 0 },
      wall: 1,
      certificate: randomBytes(32),
      rosterHash: randomBytes(32),
    },
    heads: Array.from({ length: heads }, (_, i) => ({ logId: Buffer.alloc(32, i), length: 1, treeHash: randomBytes(32) })),
  }
  return sealRecord(at, { ...kind, body: bytes }, main, null, keyring).length
}

test('whoever holds the blocks cannot tell by their length an alert, an update, its end, and one answer from another', () => {
  fc.assert(
    fc.property(
      fc.nat(40),
      fc.constantFrom(...answerSchema.options),
      fc.subarray([...ALERT_NEEDS]),
      fc.nat(60),
      (heads, answer, brings, words) => {
        const line = 'x'.repeat(words)
        const all = [
          raiseBody(name(1), alertFields({ needs: brings, place: line, contact: line }), 1),
          updateBody(name(1), { needs: brings }, `news ${line}`),
          standDownBody(name(1), line),
          answerBody(name(1), organisation(1), answerFields('seen'), 0),
          answerBody(name(1), organisation(1), answerFields(answer, { brings, line }), 9),
        ].map((body) => blockLength(body, heads))
        expect(new Set(all).size).toBe(1)
      },
    ),
  )
})
