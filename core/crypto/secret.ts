import { zero } from './bytes.ts'

/**
 * Secret bytes that live in this process. libsodium's guarded memory cannot be used (Electron refuses external buffers), so secrets
 * are ordinary buffers, kept in this one list and zeroed together on lock; the end of the process is the guarantee.
 */
const held = new Set<Uint8Array>()

/** Takes bytes into the list of secrets and returns them. */
export function secret<T extends Uint8Array>(bytes: T): T {
  held.add(bytes)
  return bytes
}

/** Zeroes one secret and forgets it. */
export function forget(bytes: Uint8Array): void {
  zero(bytes)
  held.delete(bytes)
}

let isOver = false

/** Zeroes every secret of this process, for good: it seals nothing any more (`mustRemember`). */
export function forgetAll(): void {
  isOver = true
  for (const bytes of held) zero(bytes)
  held.clear()
}

/** Throws once everything is forgotten: what is sealed under a key of zeros anybody can open. */
export function mustRemember(): void {
  if (isOver) throw new Error('the secrets of this process are forgotten')
}

/** The secrets of one owner, zeroed together when it closes. */
export interface SecretScope {
  /** Takes bytes into the scope (and the list of secrets) and returns them. */
  keep<T extends Uint8Array>(bytes: T): T
  /** Zeroes what the scope holds. */
  close(): void
}

/** A new, empty scope. */
export function secretScope(): SecretScope {
  const own = new Set<Uint8Array>()
  return {
    keep: (bytes) => {
      own.add(bytes)
      return secret(bytes)
    },
    close: () => {
      for (const bytes of own) forget(bytes)
      own.clear()
    },
  }
}
