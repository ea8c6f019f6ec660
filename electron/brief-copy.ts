import { createHash, randomBytes } from 'node:crypto'
import type { Clipboard, IpcMain } from 'electron'
import { CHANNEL } from './channel.ts'
import { isFromApp } from './guards.ts'

/** The page says that something is copied before the system has it, ms. */
const COMES_MS = 500
/** How long it stays, ms. */
const STAYS_MS = 60_000

/**
 * Empties the clipboard a minute after the page has said that what it copied is not to stay there, or with `clear`; never of what somebody has copied since.
 * The page may not do it itself: it is granted nothing. What was copied is kept as a hash under a salt, not as a text.
 */
export class BriefCopy {
  private readonly clipboard: Pick<Clipboard, 'readText' | 'clear'>
  private readonly salt = randomBytes(32)
  private timer: NodeJS.Timeout | null = null
  /** `coming`: it is not there yet. */
  private copied: Buffer | 'coming' | null = null

  constructor(clipboard: Pick<Clipboard, 'readText' | 'clear'>) {
    this.clipboard = clipboard
  }

  listen(ipc: Pick<IpcMain, 'on'>): void {
    ipc.on(CHANNEL.briefCopy, (event) => {
      if (isFromApp(event)) this.begin()
    })
  }

  /** At once: the log was locked, or the program ends. Resolves when it is done; never rejects. */
  async clear(): Promise<void> {
    const { copied } = this
    this.stop()
    if (copied === null) return
    // Rather another text too much than this one left.
    if (copied === 'coming' || (await this.hash().catch(() => copied)).equals(copied)) this.clipboard.clear()
  }

  private begin(): void {
    this.stop()
    this.copied = 'coming'
    this.timer = setTimeout(() => void this.mark(), COMES_MS)
  }

  private async mark(): Promise<void> {
    this.timer = setTimeout(() => void this.clear(), STAYS_MS - COMES_MS)
    const { timer } = this
    const hash = await this.hash().catch(() => 'coming' as const)
    if (this.timer === timer) this.copied = hash
  }

  private stop(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.copied = null
  }

  private async hash(): Promise<Buffer> {
    return createHash('sha256')
      .update(this.salt)
      .update(await this.clipboard.readText())
      .digest()
  }
}
