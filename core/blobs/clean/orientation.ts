const ORIENTATION = 0x0112
const SHORT = 3

/**
 * The orientation (1 to 8, 1 where there is none) that a block of EXIF says, from its TIFF header on (CIPA DC-008, section 4.6). Anything that does not
 * follow the format says none: the block itself is dropped in any case.
 */
export function orientationIn(tiff: Buffer): number {
  if (tiff.length < 14) return 1
  const order = tiff.toString('latin1', 0, 2)
  if (order !== 'II' && order !== 'MM') return 1
  const u16 = (at: number): number => (order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const u32 = (at: number): number => (order === 'II' ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))
  const start = u32(4)
  if (u16(2) !== 42 || start > tiff.length - 2) return 1
  const entries = u16(start)
  for (let at = start + 2, n = 0; n < entries && at + 12 <= tiff.length; at += 12, n += 1) {
    if (u16(at) !== ORIENTATION || u16(at + 2) !== SHORT) continue
    const value = u16(at + 8)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

/** A block of EXIF that says an orientation and nothing else. */
export function onlyOrientation(orientation: number): Buffer {
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex')
  tiff.writeUInt16BE(orientation, 18)
  return tiff
}
