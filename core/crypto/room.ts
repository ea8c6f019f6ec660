/** Bytes of one piece of memory that is handed out bit by bit, and the longest bit that is. */
const PIECE = 64 * 1024
const SHORT = 4 * 1024

let piece = Buffer.alloc(PIECE)
let taken = 0

/**
 * Zeroed bytes that nobody else has. Opening an entry needs some twenty short buffers, and memory of its own for each costs more than what is
 * done in it, so that short ones share a piece. Not Node's pool: what lies here is keys and plaintext, and whoever asks the pool for
 * memory that is not cleared might send it on.
 */
export function room(length: number): Buffer {
  if (length > SHORT) return Buffer.alloc(length)
  if (taken + length > PIECE) {
    piece = Buffer.alloc(PIECE)
    taken = 0
  }
  taken += length
  return piece.subarray(taken - length, taken)
}
