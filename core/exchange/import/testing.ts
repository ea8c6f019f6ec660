import type { Destination } from './types.ts'

/** A space that knows no row, for tests of what becomes of a file. */
export const NOWHERE: Destination = { audience: { key: Buffer.alloc(32, 1), standing: () => null }, others: [], ownTypes: new Map() }
