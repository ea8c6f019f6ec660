import { describe, expect, it } from 'vitest'
import { room } from './room.ts'

describe('room', () => {
  it('gives zeroed bytes that nobody else has, whatever was done with those before', () => {
    const given = Array.from({ length: 20_000 }, (_, i) => ({ i, bytes: room(i % 97) }))
    for (const { i, bytes } of given) {
      expect(bytes.length).toBe(i % 97)
      expect(bytes.every((byte) => byte === 0)).toBe(true)
      bytes.fill((i % 255) + 1)
    }
    for (const { i, bytes } of given) expect(bytes.every((byte) => byte === (i % 255) + 1)).toBe(true)
  })

  it('keeps a long one apart', () => {
    const long = room(5_000)
    expect([long.length, long.buffer.byteLength]).toEqual([5_000, 5_000])
  })
})
