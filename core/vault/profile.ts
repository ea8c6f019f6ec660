import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { utf8 } from '../crypto/bytes.ts'
import { ParasolError } from '../error.ts'
import { explain, faultCode } from './fault.ts'
import { isUnfinished, syncFolder, writeFileAtomic } from './files.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'

/** The format of the profile folder that this version writes. */
const PROFILE_FORMAT = 1

const MARKER = 'parasol.json'
/** What file managers and file systems leave in folders: no sign of another program. */
const DROPPINGS = new Set(['.DS_Store', '.localized', '.directory', 'desktop.ini', 'Thumbs.db', 'lost+found'])

const markerSchema = z.object({ program: z.literal('parasol'), format: z.number().int().min(1) })

/** Where everything of a profile lies. Nothing in these names is secret. */
export interface ProfilePaths {
  dir: string
  slots: string
  state: string
  index: string
  /** Corestore: sealed blocks. */
  cores: string
  /** Sealed attachments. */
  blobs: string
  /** In clear: the language of the screens, which locked ones speak too. */
  language: string
}

/** A profile folder that this process alone has open. */
export interface Profile {
  readonly paths: ProfilePaths
  /** Lets go of the folder; another Parasol may open it. */
  close(): void
}

const pathsOf = (dir: string): ProfilePaths => ({
  dir,
  slots: join(dir, 'slots.bin'),
  state: join(dir, 'state.db'),
  index: join(dir, 'index.db'),
  cores: join(dir, 'cores'),
  blobs: join(dir, 'blobs'),
  language: join(dir, 'language'),
})

/**
 * Opens a profile folder for this process alone, and makes it (for this user only) where it is missing or empty. Throws a ParasolError:
 * PROFILE_FOREIGN when it is another program's folder (nothing is touched then), PROFILE_BUSY while another Parasol has it open,
 * PROFILE_READ_ONLY, DISK_FULL, NEWER_VERSION. The hold on it ends with the process, however that ends.
 */
export function openProfile(dir: string): Profile {
  const paths = pathsOf(dir)
  let lock: FolderLock | null = null
  try {
    const isNew = !existsSync(dir)
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    const known = readMarker(dir)
    probe(dir)
    keepPrivate(dir)
    if (isNew) syncFolder(join(dir, '..'))
    if (!known) writeFileAtomic(join(dir, MARKER), utf8(`${JSON.stringify({ program: 'parasol', format: PROFILE_FORMAT })}\n`))
    lock = lockFolder(join(dir, 'lock'))
    for (const name of readdirSync(dir)) if (isProbe(name)) rmSync(join(dir, name), { force: true })
    mkdirSync(paths.cores, { recursive: true, mode: 0o700 })
    mkdirSync(paths.blobs, { recursive: true, mode: 0o700 })
  } catch (error) {
    lock?.release()
    throw notAFolder(error) ? new ParasolError('PROFILE_FOREIGN', undefined, { cause: error }) : explain(error)
  }
  const held = lock
  return { paths, close: () => held.release() }
}

const notAFolder = (error: unknown): boolean => ['EEXIST', 'ENOTDIR'].includes(faultCode(error) ?? '')

/** Whether the folder is marked as Parasol's; false for an empty one. */
function readMarker(dir: string): boolean {
  const names = readdirSync(dir).filter((name) => !DROPPINGS.has(name))
  if (!names.includes(MARKER)) {
    // What a first start left behind when it was cut short before the marker was whole.
    if (names.every(isUnfinished)) return false
    throw new ParasolError('PROFILE_FOREIGN')
  }
  const marker = markerSchema.safeParse(parse(join(dir, MARKER)))
  if (!marker.success) throw new ParasolError('PROFILE_FOREIGN')
  if (marker.data.format > PROFILE_FORMAT) throw new ParasolError('NEWER_VERSION')
  return true
}

function parse(path: string): unknown {
  if (statSync(path).size > 4096) return null
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** Tries to write: permission bits do not tell (root, read-only mounts, network drives). */
function probe(dir: string): void {
  const path = join(dir, `probe-${process.pid}.unfinished`)
  writeFileSync(path, '')
  // Who has the folder open may have cleared it away already.
  rmSync(path, { force: true })
}

const isProbe = (name: string): boolean => /^probe-\d+\.unfinished$/.test(name)

/** Takes the folder away from other users of the computer, where the file system knows users. */
function keepPrivate(dir: string): void {
  if ((statSync(dir).mode & 0o077) === 0) return
  try {
    chmodSync(dir, 0o700)
  } catch (error) {
    // A FAT or network drive, or a folder that another user owns and shares: it can be used, only not closed to others.
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EINVAL'].includes(faultCode(error) ?? '')) throw error
  }
}
