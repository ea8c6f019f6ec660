import fc from 'fast-check'
import { expect, it } from 'vitest'
import { base64Of, bytesOf } from './base64.ts'

it('brings any bytes there and back, as others write them', async () => {
  const lengths = fc.oneof(fc.nat(5), fc.integer({ min: 32 * 1024 - 3, max: 32 * 1024 + 3 }), fc.constant(100_000))
  await fc.assert(
    fc.asyncProperty(lengths, fc.nat(255), async (length, first) => {
      const bytes = Uint8Array.from({ length }, (_, i) => (first + i * 7) % 256)
      const text = await base64Of(new Blob([bytes]))
      expect(text).toBe(Buffer.from(bytes).toString('base64'))
      expect(Buffer.from(bytesOf(text)).equals(bytes)).toBe(true)
    }),
    { numRuns: 30 },
  )
})
