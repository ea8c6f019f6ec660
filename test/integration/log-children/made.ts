import { H } from '../../../core/crypto/hash.ts'
import { signKeyPair } from '../../../core/crypto/sign.ts'

/** The same space and keys in parent and child. */
export const space = H('test-space')
export const own = signKeyPair(H('test-own-seed'))
export const author = signKeyPair(H('test-author-seed'))

/** Block `index` of a made-up log: `size` bytes that tell their place. */
export function blockAt(index: number, size = 1024): Buffer {
  const seed = H('test-block', Buffer.from(`${index}`))
  return Buffer.alloc(size, seed)
}
