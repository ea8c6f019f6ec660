import { equal, randomBytes, toHex, utf8 } from '../crypto/bytes.ts'
import { bareHash, KDF } from '../crypto/hash.ts'
import { CHUNK_CONTENT } from './content.ts'
import { DriveFault, FileFault } from './fault.ts'
import { chunkFileLength, openFile, SALT_BYTES, sealFile } from './file.ts'
import { CHUNK_FOLDERS_MAX, type CourierFolder } from './folder.ts'
import type { FilePart, PassOver } from './ports.ts'

const NAME_BYTES = 16
/** Names in one folder: with such long ones FAT32, which most sticks have, holds 16,384. */
export const CHUNKS_MAX = 15_000

/**
 * The chunks and lists of files that a drive carries (docs/protocol.md section 10), each in a file of its own. Its name says to members alone what it is, so
 * that nobody has to read all of a drive to find one; and it hangs on the random name of the folder, so that two drives show nothing in common.
 */
export class DriveChunks {
  private readonly drive: CourierFolder
  private folders: readonly CourierFolder[]
  /** How many more there may be. */
  private left: number
  private readonly passOver: PassOver
  /** The folder that is written to, once it was prepared, and how many names more it may hold. */
  private target: { folder: CourierFolder; room: number } | null = null

  private constructor(drive: CourierFolder, folders: CourierFolder[], passOver: PassOver) {
    this.drive = drive
    this.folders = folders
    this.left = CHUNK_FOLDERS_MAX - folders.length
    this.passOver = passOver
  }

  /** Writes nothing. `passOver` is told of every file and folder that is not what it should be, here and later. Throws DriveFault. */
  static async of(drive: CourierFolder, passOver: PassOver): Promise<DriveChunks> {
    return new DriveChunks(drive, await drive.chunkFolders(passOver), passOver)
  }

  /** Whether a chunk lies there, by its name and the length of its file. `carry`: the carry secret of its space. */
  async has(carry: Buffer, { name, length }: FilePart): Promise<boolean> {
    for (const folder of this.folders)
      if ((await this.sizeIn(folder, chunkFileName(folder.name, carry, name))) === chunkFileLength(length)) return true
    return false
  }

  /** The bytes of a chunk or list of that name; null where it is not there. */
  async read(carry: Buffer, name: Buffer): Promise<Buffer | null> {
    for (const folder of this.folders) {
      const file = chunkFileName(folder.name, carry, name)
      if ((await this.sizeIn(folder, file)) === null) continue
      try {
        const content = openFile(carry, await folder.read(file))
        const bytes = content.subarray(1)
        if (content[0] !== CHUNK_CONTENT || !equal(bareHash([bytes]), name)) throw new FileFault('damaged', 'another chunk')
        return bytes
      } catch (error) {
        if (!(error instanceof FileFault)) throw error
        this.passOver(file, error.fault)
      }
    }
    return null
  }

  /**
   * Puts a chunk on the drive, in the place of one that was cut short; on return it is complete there. False, and passed over, where something else than a
   * file is in its place. Throws DriveFault.
   */
  async add(carry: Buffer, { name }: FilePart, bytes: Buffer): Promise<boolean> {
    const target = await this.prepared()
    const file = chunkFileName(target.folder.name, carry, name)
    try {
      await target.folder.sizeOf(file)
    } catch (error) {
      if (!(error instanceof FileFault)) throw error
      this.passOver(file, error.fault)
      return false
    }
    await target.folder.add(sealFile(carry, randomBytes(SALT_BYTES), Buffer.concat([Buffer.of(CHUNK_CONTENT), bytes])), file)
    target.room -= 1
    return true
  }

  /** Bytes of a file; null where there is none, or the drive does not give its folder out. */
  private async sizeIn(folder: CourierFolder, file: string): Promise<number | null> {
    try {
      return await folder.sizeOf(file)
    } catch (error) {
      if (error instanceof FileFault) this.passOver(file, error.fault)
      else if (error instanceof DriveFault) {
        await this.lose(folder)
      } else throw error
      return null
    }
  }

  /** Passes a folder over from here on, where the drive itself is there. */
  private async lose(folder: CourierFolder): Promise<void> {
    await this.drive.expectThere()
    this.passOver(folder.name, 'unreadable')
    this.folders = this.folders.filter((one) => one !== folder)
    if (this.target?.folder === folder) this.target = null
  }

  /** The first folder with room, or a new one. */
  private async prepared(): Promise<{ folder: CourierFolder; room: number }> {
    if (this.target && this.target.room > 0) return this.target
    await this.drive.prepare()
    for (const folder of this.folders) {
      const room = await this.roomIn(folder)
      if (room > 0) return this.into(folder, room)
    }
    if (this.left <= 0) throw new DriveFault('too-many')
    const folder = this.drive.newChunkFolder()
    await folder.prepare()
    this.folders = [...this.folders, folder]
    this.left -= 1
    return this.into(folder, CHUNKS_MAX)
  }

  private into(folder: CourierFolder, room: number): { folder: CourierFolder; room: number } {
    this.target = { folder, room }
    return this.target
  }

  private async roomIn(folder: CourierFolder): Promise<number> {
    try {
      return CHUNKS_MAX - (await folder.prepare())
    } catch (error) {
      if (!(error instanceof DriveFault) || error.stop !== 'drive-gone') throw error
      await this.lose(folder)
      return 0
    }
  }
}

/** What the file is called in which a chunk lies, in a folder of that name. */
export const chunkFileName = (folder: string, carry: Buffer, name: Buffer): string =>
  toHex(KDF(carry, 'courier-chunk', utf8(folder), name).subarray(0, NAME_BYTES))
