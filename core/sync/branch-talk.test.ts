import { expect, it } from 'vitest'
import { randomBytes } from '../crypto/bytes.ts'
import type { BranchHead } from '../space/branches.ts'
import type { Space } from '../space/space.ts'
import { BranchTalk } from './branch-talk.ts'

const headsOf = (count: number): BranchHead[] =>
  Array.from({ length: count }, (_, at) => ({
    logId: randomBytes(32),
    length: at + 1,
    treeHash: randomBytes(32),
    signature: randomBytes(64),
    whole: true,
  }))

it('a partner is told so many heads in a minute that it takes nobody for a flood, and the rest as they are by the next', () => {
  let heads: BranchHead[] = []
  let grow = (): void => undefined
  const alarms: { ms: number; run: () => void }[] = []
  const told: BranchHead[] = []
  const branches = {
    heads: () => heads,
    onNews: (listener: () => void) => {
      grow = listener
      return () => undefined
    },
  }
  const talk = new BranchTalk({
    space: { branches } as unknown as Space,
    timers: {
      now: Date.now,
      after: (ms, run) => {
        alarms.push({ ms, run })
        return () => undefined
      },
    },
    send: async (message) => {
      if (message.is === 'heads') told.push(...message.heads)
    },
  })
  for (let round = 0; round < 40; round += 1) {
    heads = headsOf(64)
    grow()
  }
  expect(told).toHaveLength(512)
  expect(alarms.map(({ ms }) => ms)).toEqual([60_000])
  const rest = heads
  alarms[0]?.run()
  expect(told.slice(512)).toEqual(rest)
  grow()
  expect(told).toHaveLength(576)
  talk.close()
})
