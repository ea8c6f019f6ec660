import { equal, randomBytes, toHex, utf8 } from '../crypto/bytes.ts'
import { bareHash, KDF } from '../crypto/hash.ts'
import { CHUNK_CONTENT } from './content.ts'
import { FileFault } from './fault.ts'
import { openFile, SALT_BYTES, sealFile } from './file.ts'
import type { CourierFolder } from './folder.ts'

const NAME_BYTES = 16

/**
 * The chunks and lists of files that a drive carries (docs/protocol.md section 10), each in a file of its own. Its name says to members alone what it is, so
 * that nobody has to read all of a drive to find one; and it hangs on the random name of the folder, so that two drives show nothing in common.
 */
export class DriveChunks {
  private readonly drive: CourierFolder
  private readonly folders: CourierFolder[]
  /** Whether the folder that is written to was prepared. */
  private isPrepared = false

  private constructor(drive: CourierFolder, folders: CourierFolder[]) {
    this.drive = drive
    this.folders = folders
  }

  /** Writes nothing. Throws DriveFault. */
  static async of(drive: CourierFolder): Promise<DriveChunks> {
    return new DriveChunks(drive, await drive.chunkFolders())
  }

  /** Whether a chunk lies there, by its name alone. `carry`: the carry secret of its space. Throws DriveFault. */
  async has(carry: Buffer, name: Buffer): Promise<boolean> {
    return (await this.find(carry, name)) !== null
  }

  /** The bytes of a chunk or list of that name; null where it is not there. `report` is told of a file that is not what it should be. */
  async read(carry: Buffer, name: Buffer, report: (file: string, fault: FileFault) => void): Promise<Buffer | null> {
    for (const folder of this.folders) {
      const file = fileNameOf(folder, carry, name)
      if (!(await folder.has(file))) continue
      try {
        const content = openFile(carry, await folder.read(file))
        const bytes = content.subarray(1)
        if (content[0] !== CHUNK_CONTENT || !equal(bareHash([bytes]), name)) throw new FileFault('damaged', 'another chunk')
        return bytes
      } catch (error) {
        if (!(error instanceof FileFault)) throw error
        report(file, error)
      }
    }
    return null
  }

  /** Puts a chunk on the drive; on return it is complete there. Throws DriveFault. */
  async add(carry: Buffer, name: Buffer, bytes: Buffer): Promise<void> {
    const folder = await this.target()
    await folder.add(
      sealFile(carry, randomBytes(SALT_BYTES), Buffer.concat([Buffer.of(CHUNK_CONTENT), bytes])),
      fileNameOf(folder, carry, name),
    )
  }

  private async find(carry: Buffer, name: Buffer): Promise<CourierFolder | null> {
    for (const folder of this.folders) if (await folder.has(fileNameOf(folder, carry, name))) return folder
    return null
  }

  private async target(): Promise<CourierFolder> {
    const folder = this.folders[0] ?? this.drive.newChunkFolder()
    if (this.folders.length === 0) this.folders.push(folder)
    if (this.isPrepared) return folder
    await this.drive.prepare()
    await folder.prepare()
    this.isPrepared = true
    return folder
  }
}

/** What the file is called in which a chunk lies, in a folder of that name. */
export const chunkFileName = (folder: string, carry: Buffer, name: Buffer): string =>
  toHex(KDF(carry, 'courier-chunk', utf8(folder), name).subarray(0, NAME_BYTES))

const fileNameOf = (folder: CourierFolder, carry: Buffer, name: Buffer): string => chunkFileName(folder.name, carry, name)
