import { expect, it } from 'vitest'
import { randomBytes } from '../crypto/bytes.ts'
import type { Log } from '../log/log.ts'
import { ForkSearch } from './fork-search.ts'
import { ForkSearches } from './fork-searches.ts'

const logOf = (): Log => ({ id: randomBytes(32), length: 5 }) as Log

function scene() {
  const asked: Log[] = []
  const proven = new Set<Log>()
  const alarms: (() => void)[] = []
  const searches = new ForkSearches({
    timers: {
      now: Date.now,
      after: (_, run) => {
        alarms.push(run)
        return () => undefined
      },
    },
    begin: (log) => new ForkSearch(randomBytes(32), log),
    isProven: (log) => proven.has(log),
    ask: (log) => void asked.push(log),
  })
  return { asked, proven, alarms, searches }
}

it('searches what there was no room for when another search is over, first what nothing is proven of', () => {
  const { asked, proven, searches } = scene()
  const many = Array.from({ length: 20 }, logOf)
  for (const log of many) {
    proven.add(log)
    searches.add(log)
  }
  const other = logOf()
  searches.add(other)
  expect(asked).toEqual(many.slice(0, 16))
  searches.end(many[3] as Log)
  expect(asked.at(-1)).toBe(other)
  searches.end(other)
  expect(asked.at(-1)).toBe(many[16])
})

it('asks for no more in a minute than an honest peer answers', () => {
  const { asked, alarms, searches } = scene()
  const log = logOf()
  searches.add(log)
  const search = searches.of(log)
  if (!search) throw new Error('there was room')
  for (let i = 0; i < 300; i += 1) searches.goOn(log, search)
  expect([asked.length, alarms.length]).toEqual([256, 1])
  alarms[0]?.()
  expect(asked).toHaveLength(301)
})
