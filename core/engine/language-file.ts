import { readFileSync, statSync } from 'node:fs'
import { utf8 } from '../crypto/bytes.ts'
import { explained, faultCode } from '../vault/fault.ts'
import { writeFileAtomic } from '../vault/files.ts'
import { type Language, languageSchema } from './contract/index.ts'

/** Far more than a code has. */
const MOST_BYTES = 64

/**
 * The language of the screens, in a file of its own beside the vault and not sealed: the screens that ask for the passphrase speak it too. It holds the
 * code and nothing else. That tells whoever takes the computer no more than its system does, which the screens follow where nothing was chosen.
 */
export class LanguageFile {
  private readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /** What was chosen; null for nothing, and for what cannot be read as one of the languages: a choice that is made again in a second stops no log. */
  get(): Language | null {
    try {
      if (statSync(this.path).size > MOST_BYTES) return null
      return languageSchema.safeParse(readFileSync(this.path, 'utf8').trim()).data ?? null
    } catch (error) {
      if (faultCode(error) === null) throw error
      return null
    }
  }

  /** Keeps it, synced. Throws DISK_FULL, PROFILE_READ_ONLY. */
  set(language: Language): void {
    explained(() => writeFileAtomic(this.path, utf8(`${language}\n`)))
  }
}
