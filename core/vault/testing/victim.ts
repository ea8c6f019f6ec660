import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/**
 * A process that is killed (SIGKILL) at its n-th change to the disk, for the crash tests: `victim.ts ACTION DIR N`. A write that is the
 * n-th is done by half first. Without reaching N it prints how many changes there were. The vault's own code runs unchanged.
 */
const [action = '', dir = '', limit = ''] = process.argv.slice(2)
const last = Number(limit)
let changes = 0

function count(beforeDeath?: () => void): void {
  changes += 1
  if (changes !== last) return
  beforeDeath?.()
  process.kill(process.pid, 'SIGKILL')
}

const { writeSync, fsyncSync, renameSync, rmSync, mkdirSync, openSync, ftruncateSync } = fs
// Only the forms that core/vault calls.
fs.writeSync = ((fd: number, bytes: Uint8Array, offset: number, length: number, position: number) => {
  count(() => writeSync(fd, bytes, offset, Math.ceil(length / 2), position))
  return writeSync(fd, bytes, offset, length, position)
}) as typeof fs.writeSync
const counted =
  <A extends unknown[], R>(call: (...args: A) => R) =>
  (...args: A): R => {
    count()
    return call(...args)
  }
fs.fsyncSync = counted(fsyncSync)
fs.renameSync = counted(renameSync)
fs.rmSync = counted(rmSync) as typeof fs.rmSync
fs.mkdirSync = counted(mkdirSync) as typeof fs.mkdirSync
fs.ftruncateSync = counted(ftruncateSync)
fs.openSync = ((path: fs.PathLike, flags: fs.OpenMode, mode?: fs.Mode) => {
  if (flags !== 'r') count()
  return openSync(path, flags, mode)
}) as typeof fs.openSync
syncBuiltinESMExports()

const { openProfile } = await import('../profile.ts')
const { createVaultAt, unlock } = await import('../vault.ts')
const COST = { opslimit: 1, memlimit: 8192 }
const OLD = Buffer.from('the old passphrase of this vault')
const NEW = Buffer.from('quite another passphrase from now on')

const profile = openProfile(dir)
if (action === 'create') {
  await createVaultAt(profile, { organisationName: 'Crash test', passphrase: OLD }, COST)
} else if (action === 'change') {
  const vault = await unlock(profile, OLD)
  changes = 0
  await vault.changePassphrase(OLD, NEW)
} else if (action === 'draft') {
  // Says which drafts are saved, for ever; the test kills it.
  const vault = await unlock(profile, OLD)
  for (let n = 1; ; n += 1) {
    vault.state.drafts.put({ draftId: `draft-${n}`, value: { n, text: 'x'.repeat(n % 5000) }, updatedAt: new Date().toISOString() })
    writeSync(1, `${n}\n`)
    await new Promise((resolve) => setImmediate(resolve))
  }
} else if (action === 'hold') {
  writeSync(1, 'held\n')
  setInterval(() => undefined, 60_000)
} else {
  throw new Error(`no such action: ${action}`)
}
if (action !== 'hold') {
  writeSync(1, `${changes}\n`)
  process.exit(0)
}
