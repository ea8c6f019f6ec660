import type { FileAsk } from './file-messages.ts'

/** A list or a chunk that is wanted. */
export interface Wish extends FileAsk {
  /** How many bytes a chunk must have; a list, at most: what its size is said to be, its author may have lied about. */
  length: number
}

/** Why something that was asked for does not come from a peer: it has it not, it has not come for long, or the connection has ended. */
export type Unkept = 'not-here' | 'late' | 'ended'

/**
 * The files of one space, as its connections see them: what may be given to who has proven the space, and what is wanted. Whoever implements it keeps to
 * what standing records name.
 */
export interface SpaceFiles {
  /** All bytes of a list or a chunk, where a standing record of the space names it and it is here; null for anything else. */
  give(ask: FileAsk): Promise<Buffer | null>
  /** Whether a standing record of the space still names this list. */
  gives(list: Buffer): boolean
  /** What `peer` is to be asked for next, nobody else meanwhile, until it is kept or let go; null where there is nothing. */
  next(peer: object): Wish | null
  /** What a peer sent for a wish, and has the hash that is its name. On the disk when it resolves, or of no use any more. Throws DISK_FULL. */
  keep(wish: Wish, bytes: Buffer): Promise<void>
  /** It does not come from this peer; others may be asked, and this one again after a while. */
  letGo(wish: Wish, peer: object, why: Unkept): void
  /** Calls back whenever there may be something to ask for. Returns how to stop that. */
  onWish(tell: () => void): () => void
}

/** Where no files are kept: has nothing, and wants nothing. */
export const NO_FILES: SpaceFiles = {
  give: async () => null,
  gives: () => false,
  next: () => null,
  keep: async () => undefined,
  letGo: () => undefined,
  onWish: () => () => undefined,
}
