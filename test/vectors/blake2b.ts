const MASK = (1n << 64n) - 1n
const IV = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
]
const SIGMA = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
]
const LANES = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const

const rotate = (x: bigint, by: bigint): bigint => ((x >> by) | (x << (64n - by))) & MASK

/** BLAKE2b-256 (RFC 7693), keyed or not, straight from the RFC: slow, and independent of the library that Parasol uses. */
export function blake2b256(input: Buffer, key: Buffer = Buffer.alloc(0)): Buffer {
  const h = IV.slice()
  const at = (list: bigint[], i: number): bigint => list[i] ?? 0n
  h[0] = at(h, 0) ^ 0x01010000n ^ BigInt(key.length << 8) ^ 32n
  const data = key.length > 0 ? Buffer.concat([key, Buffer.alloc(128 - key.length), input]) : input
  const blocks = Math.max(1, Math.ceil(data.length / 128))
  for (let b = 0; b < blocks; b += 1) {
    const block = Buffer.alloc(128)
    data.copy(block, 0, b * 128, (b + 1) * 128)
    const m = Array.from({ length: 16 }, (_, i) => block.readBigUInt64LE(i * 8))
    const v = [...h, ...IV]
    v[12] = at(v, 12) ^ BigInt(Math.min(data.length, (b + 1) * 128))
    if (b === blocks - 1) v[14] = at(v, 14) ^ MASK
    for (let round = 0; round < 12; round += 1) {
      LANES.forEach(([a, bb, c, d], i) => {
        const [x, y] = [2 * i, 2 * i + 1].map((n) => at(m, SIGMA[round % 10]?.[n] ?? 0))
        v[a] = (at(v, a) + at(v, bb) + (x ?? 0n)) & MASK
        v[d] = rotate(at(v, d) ^ at(v, a), 32n)
        v[c] = (at(v, c) + at(v, d)) & MASK
        v[bb] = rotate(at(v, bb) ^ at(v, c), 24n)
        v[a] = (at(v, a) + at(v, bb) + (y ?? 0n)) & MASK
        v[d] = rotate(at(v, d) ^ at(v, a), 16n)
        v[c] = (at(v, c) + at(v, d)) & MASK
        v[bb] = rotate(at(v, bb) ^ at(v, c), 63n)
      })
    }
    for (let i = 0; i < 8; i += 1) h[i] = at(h, i) ^ at(v, i) ^ at(v, i + 8)
  }
  const out = Buffer.alloc(64)
  for (let i = 0; i < 8; i += 1) out.writeBigUInt64LE(at(h, i), i * 8)
  return out.subarray(0, 32)
}
