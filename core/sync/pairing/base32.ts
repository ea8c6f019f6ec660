/** Crockford's base32 (no I, L, O, U), lower case. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'
const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]))

/** What people write for a digit that looks like it, and what they put between digits. */
export const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[\s\-\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1')

export function encodeBase32(bytes: Uint8Array): string {
  let out = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      out += DIGITS[(held >>> bits) & 31]
      held &= (1 << bits) - 1
    }
  }
  return bits > 0 ? out + DIGITS[(held << (5 - bits)) & 31] : out
}

/** The bytes of digits as `plain` leaves them; null where a digit is none, or bits are left over that are not zero. */
export function decodeBase32(digits: string): Buffer | null {
  const out = Buffer.alloc(Math.floor((digits.length * 5) / 8))
  let at = 0
  let bits = 0
  let held = 0
  for (const digit of digits) {
    const value = VALUES.get(digit)
    if (value === undefined) return null
    held = (held << 5) | value
    bits += 5
    if (bits >= 8) {
      bits -= 8
      out[at] = held >>> bits
      at += 1
      held &= (1 << bits) - 1
    }
  }
  return bits < 5 && held === 0 ? out : null
}
