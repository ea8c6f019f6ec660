import { expect, it } from 'vitest'
import { forkedTo, proofOf } from '../../../test/support/fork-scene.ts'
import { ForkStage } from '../../../test/support/forks.ts'
import { toHex } from '../../crypto/bytes.ts'
import { entryIdOf } from '../../records/version.ts'
import { disputesIn, isDisputed } from './disputes.ts'

const stage = ForkStage.forThisFile()

it('a computer with two versions of its log is named, and what it wrote from there on is marked', async () => {
  const at = await forkedTo(stage)
  const { a, c, common } = at
  const entry = (index: number) => entryIdOf(toHex(c.own.id), index)
  expect([disputesIn(a), isDisputed(a, entry(common))]).toEqual([[], false])
  await a.addForkProof(await proofOf(at))
  expect(disputesIn(a)).toEqual([{ organisationId: toHex(c.organisationKey), name: 'Cvetka', own: false, founder: false, replaced: false }])
  expect([common - 1, common, common + 5].map((index) => isDisputed(a, entry(index)))).toEqual([false, true, true])
  expect(isDisputed(a, entryIdOf(toHex(a.own.id), common))).toBe(false)
  const member = a.roster?.members.find(({ name }) => name === 'Cvetka')
  if (!member) throw new Error('she is in')
  await a.remove(member.instance)
  expect(disputesIn(a)).toEqual([])
})

it('and one of our own too', async () => {
  const at = await forkedTo(stage)
  await at.c.addForkProof(await proofOf(at))
  expect(disputesIn(at.c)).toMatchObject([{ name: 'Cvetka', own: true }])
})
