import { expect, it } from 'vitest'
import { Changes } from './changes.ts'

const next = async (stream: AsyncGenerator<{ topic: string }, void, void>) => (await stream.next()).value?.topic

it('tells every subscriber what changed from its subscription on', async () => {
  const changes = new Changes()
  const [one, two] = [changes.subscribe(), changes.subscribe()]
  const first = [next(one), next(two)]
  changes.publish('records')
  expect(await Promise.all(first)).toEqual(['records', 'records'])
  const second = next(one)
  changes.publish('drafts')
  expect(await second).toBe('drafts')
  expect(await next(two)).toBe('drafts')
})

it('tells one that sleeps of each topic once, however often it changed', async () => {
  const changes = new Changes()
  const stop = new AbortController()
  const stream = changes.subscribe(stop.signal)
  const first = next(stream)
  changes.publish('vault')
  expect(await first).toBe('vault')
  for (let n = 0; n < 10_000; n += 1) changes.publish(n % 2 ? 'records' : 'drafts')
  expect([await next(stream), await next(stream)].toSorted()).toEqual(['drafts', 'records'])
  const last = stream.next()
  stop.abort()
  expect(await last).toEqual({ value: undefined, done: true })
})

it('tells of a change that comes while another is being told', async () => {
  const changes = new Changes()
  const told: string[] = []
  const stop = new AbortController()
  const reading = (async () => {
    for await (const { topic } of changes.subscribe(stop.signal)) {
      told.push(topic)
      if (told.length === 1) changes.publish('records')
      if (told.length === 2) stop.abort()
    }
  })()
  changes.publish('records')
  await reading
  expect(told).toEqual(['records', 'records'])
})

it('ends with the signal, and at once where it is over already', async () => {
  const changes = new Changes()
  expect(await changes.subscribe(AbortSignal.abort()).next()).toEqual({ value: undefined, done: true })
  const stop = new AbortController()
  const stream = changes.subscribe(stop.signal)
  const waiting = stream.next()
  stop.abort()
  expect(await waiting).toEqual({ value: undefined, done: true })
  changes.publish('records')
  expect(await stream.next()).toEqual({ value: undefined, done: true })
})
