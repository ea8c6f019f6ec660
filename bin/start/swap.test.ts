import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { unencryptedSwap } from './swap.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'parasol-swap-'))
  mkdirSync(join(root, 'proc'))
})
afterEach(() => rmSync(root, { recursive: true }))

const table = (...areas: string[]) =>
  writeFileSync(
    join(root, 'proc/swaps'),
    ['Filename Type Size Used Priority', ...areas.map((area) => `${area} file 1 0 -2`), ''].join('\n'),
  )

/** Lays a swap file down and pretends that its file system lies on the device `uuid` describes; `under` is what that rests on. */
function swapFileOn(uuid: string, under?: string): void {
  writeFileSync(join(root, 'swapfile'), '')
  const { dev } = statSync(join(root, 'swapfile'))
  const devices = join(root, 'sys/devices')
  for (const [name, id] of [
    ['top', uuid],
    ['below', under ?? ''],
  ] as const) {
    mkdirSync(join(devices, name, 'dm'), { recursive: true })
    mkdirSync(join(devices, name, 'slaves'))
    writeFileSync(join(devices, name, 'dm/uuid'), id)
  }
  if (under !== undefined) symlinkSync(join(devices, 'below'), join(devices, 'top/slaves/below'))
  mkdirSync(join(root, 'sys/dev/block'), { recursive: true })
  symlinkSync(join(devices, 'top'), join(root, `sys/dev/block/${(dev >> 8) & 0xfff}:${(dev & 0xff) | ((dev >> 12) & 0xfff00)}`))
}

it('has nothing to say without swap, or on a system without such a table', () => {
  expect(unencryptedSwap(root)).toEqual([])
  table()
  expect(unencryptedSwap(root)).toEqual([])
})

it('names plain swap, and swap that it cannot look up', () => {
  swapFileOn('LVM-abc')
  table('/swapfile', '/dev/gone')
  expect(unencryptedSwap(root)).toEqual(['/swapfile', '/dev/gone'])
})

it('is content with compressed memory', () => {
  table('/dev/zram0')
  expect(unencryptedSwap(root)).toEqual([])
})

it.each([
  ['CRYPT-LUKS2-abc', undefined],
  ['LVM-abc', 'CRYPT-LUKS2-abc'],
])('is content with swap on %s over %s', (uuid, under) => {
  swapFileOn(uuid, under)
  table('/swapfile')
  expect(unencryptedSwap(root)).toEqual([])
})
