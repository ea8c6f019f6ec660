import type SecretStream from '@hyperswarm/secret-stream'

/**
 * Lets a secret-stream refuse a frame by its announced length, before it reserves memory for it: on its own it takes up to 16 MiB from anybody.
 * Leans on the field in which the stream keeps that length (secret-stream 6.9.2, `_len`); a test fails when the library changes.
 */
export function capFrames(stream: SecretStream, max: () => number, breach: () => void): void {
  let length = stream._len
  Object.defineProperty(stream, '_len', {
    configurable: true,
    get: () => length,
    set: (value: number) => {
      length = value
      if (length > max()) breach()
    },
  })
}
