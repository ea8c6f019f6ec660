export const BLOCK_MIN = 1024
export const BLOCK_MAX = 256 * 1024

/**
 * Padme: the least padded length of at least `length` that leaks O(log log length) bits
 * (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", PETS 2019).
 */
export function padme(length: number): number {
  if (length < 2) return length
  if (length > 0x7fffffff) throw new RangeError('too long')
  const e = log2(length)
  const s = log2(e) + 1
  const step = 2 ** Math.max(0, e - s)
  return Math.ceil(length / step) * step
}

/** floor(log2 n), exact for any u32 above 0. */
const log2 = (n: number): number => 31 - Math.clz32(n)

/** Length of a block whose content takes `length` bytes (docs/protocol.md 4.3). */
export const paddedLength = (length: number): number => Math.max(BLOCK_MIN, padme(length))
