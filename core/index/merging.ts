import type { Database } from './database.ts'

/**
 * From how many segments of a level of `doc` on each save carries on a merge of them (`automerge`; 0: never), and from how many on one save merges them all,
 * whatever their size (`crisismerge`). `usual`: SQLite's defaults, while all are small. `build`: nobody searches yet, and as few merges as can be. `due`: a sweep
 * will merge them all; only what is fed meanwhile is merged. `left`: all is left to the sweep, which has begun, or has the large segments of a build before it: a save
 * would carry on its merge of everything.
 */
export const MERGING = {
  usual: { automerge: 8, crisismerge: 16 },
  build: { automerge: 64, crisismerge: 1_000 },
  due: { automerge: 16, crisismerge: 1_000 },
  left: { automerge: 0, crisismerge: 1_000 },
} as const

/** Tells the full-text table something; what was gathered is written out before. */
export function command(db: Database, name: string, value: number): void {
  // The driver binds every number as REAL, which FTS5 does not take for an integer.
  db.prepare('INSERT INTO doc (doc, rank) VALUES (?, CAST(? AS INTEGER))').run([name, value])
}

/** From now on saves merge so. */
export function mergeAs(db: Database, { automerge, crisismerge }: (typeof MERGING)[keyof typeof MERGING]): void {
  command(db, 'automerge', automerge)
  command(db, 'crisismerge', crisismerge)
}
