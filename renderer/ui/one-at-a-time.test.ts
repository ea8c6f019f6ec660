import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

it('writes once, however often it is pressed before it is written', async () => {
  const written: string[] = []
  const write = oneAtATime(async (name: string) => {
    await wait(1)
    written.push(name)
    return written.length
  })
  expect(await Promise.all([write('one'), write('two'), write('three')])).toEqual([1, 1, 1])
  await wait(1)
  await write('four')
  expect(written).toEqual(['one', 'four'])
})

it('holds until the screen could change', async () => {
  let count = 0
  const write = oneAtATime(async () => (count += 1))
  await write()
  await write()
  expect(count).toBe(1)
})

it('can be tried again where it did not work', async () => {
  let tries = 0
  const write = oneAtATime(async () => {
    tries += 1
    throw new Error('the disk is full')
  })
  await expect(write()).rejects.toThrow('the disk is full')
  await wait(1)
  await expect(write()).rejects.toThrow('the disk is full')
  expect(tries).toBe(2)
})
