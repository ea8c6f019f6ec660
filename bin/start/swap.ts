import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'

/**
 * Linux: the swap areas that are neither in memory (zram) nor on an encrypted device, as far as the system tells. Memory with keys in it may be
 * written there. Other systems: none; macOS always encrypts its swap, and Windows cannot be asked without an administrator.
 */
export function unencryptedSwap(root = '/'): string[] {
  let table: string
  try {
    table = readFileSync(join(root, 'proc/swaps'), 'utf8')
  } catch {
    return [] // no such file: not Linux
  }
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.split(/\s+/, 1)[0] ?? '')
    .filter((area) => area !== '' && !isSafe(root, area))
}

function isSafe(root: string, area: string): boolean {
  if (basename(area).startsWith('zram')) return true
  try {
    const status = statSync(join(root, area), { bigint: true })
    const device = status.isBlockDevice() ? status.rdev : status.dev
    return isEncrypted(realpathSync(join(root, 'sys/dev/block', deviceNumber(device))))
  } catch {
    return false // a device that cannot be looked up might be anything: the warning is the safe side
  }
}

/** A dm-crypt device, or one that rests on nothing but such. */
function isEncrypted(device: string): boolean {
  if (read(join(device, 'dm/uuid')).startsWith('CRYPT-')) return true
  const below = list(join(device, 'slaves'))
  return below.length > 0 && below.every((name) => isEncrypted(realpathSync(join(device, 'slaves', name))))
}

function deviceNumber(device: bigint): string {
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xfffff000n)
  const minor = (device & 0xffn) | ((device >> 12n) & 0xffffff00n)
  return `${major}:${minor}`
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // not a device-mapper device
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return [] // a device without parts below
  }
}
