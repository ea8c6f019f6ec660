import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { patiently } from './patiently.ts'

const broken = (url: string) => Promise.reject(new TypeError(`Failed to fetch dynamically imported module: ${url}`))

describe('a file of the program', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is asked for under other addresses until it is there', async () => {
    const addresses: string[] = []
    const load = vi.fn(() => broken('http://127.0.0.1:1/assets/later-x.js'))
    const loadFrom = (url: string) => {
      addresses.push(url)
      return addresses.length < 3 ? broken(url.replace(/#.*/, '')) : Promise.resolve('the screens')
    }
    const loaded = patiently(load, loadFrom)()
    await vi.runAllTimersAsync()
    expect(await loaded).toBe('the screens')
    expect(load).toHaveBeenCalledTimes(1)
    expect(addresses).toEqual([1, 2, 3].map((n) => `http://127.0.0.1:1/assets/later-x.js#${n}`))
  })

  it('is loaded once, however often it is wanted', async () => {
    const load = vi.fn(() => Promise.resolve('the screens'))
    const wanted = patiently(load)
    expect(await Promise.all([wanted(), wanted()])).toEqual(['the screens', 'the screens'])
    expect(load).toHaveBeenCalledTimes(1)
  })
})
