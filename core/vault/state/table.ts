import { z } from 'zod'
import { ParasolError } from '../../error.ts'
import type { SealedDatabase } from '../database.ts'
import { explained } from '../fault.ts'

export type Value = string | number | null | Uint8Array
type BoundValue = string | number | null | Uint8Array<ArrayBuffer>

/**
 * What the stores say to state.db. An empty blob is bound as NULL by the library: where one may be, the SQL says `coalesce(?, x'')`. Faults of the
 * disk come as ParasolErrors, rows are checked when they are read.
 */
export interface Table {
  run(sql: string, values?: readonly Value[]): number
  /** Every row, or VAULT_DAMAGED when one is not of the shape. */
  all<T>(shape: z.ZodType<T>, sql: string, values?: readonly Value[]): T[]
  first<T>(shape: z.ZodType<T>, sql: string, values?: readonly Value[]): T | null
}

/** The largest value of a blob or a text that a store takes, in bytes. */
export const VALUE_BYTES_MAX = 1024 * 1024

/** Bytes of exactly `length`, as a Buffer. */
export const bytesOf = (length: number) =>
  z
    .instanceof(Uint8Array)
    .refine((bytes) => bytes.byteLength === length)
    .transform(asBuffer)

/** Bytes of any length that a store takes, as a Buffer. */
export const blob = z
  .instanceof(Uint8Array)
  .refine((bytes) => bytes.byteLength <= VALUE_BYTES_MAX)
  .transform(asBuffer)

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Refuses what would not be read back. Throws a RangeError: who calls a store has checked already. */
export function checkSize(value: string | Uint8Array): void {
  if (Buffer.byteLength(value) > VALUE_BYTES_MAX) throw new RangeError('a value is over 1 MiB')
}

/** Time of writing, for rows that bear one. */
export const now = (): string => new Date().toISOString()

export function tableOf(db: SealedDatabase): Table {
  const rows = (sql: string, values: readonly Value[]): unknown[] => explained(() => db.prepare(sql).all(bind(values)))
  const read = <T>(shape: z.ZodType<T>, row: unknown): T => {
    const parsed = shape.safeParse(row)
    if (!parsed.success) throw new ParasolError('VAULT_DAMAGED')
    return parsed.data
  }
  return {
    run: (sql, values = []) => explained(() => db.prepare(sql).run(bind(values)).changes),
    all: (shape, sql, values = []) => rows(sql, values).map((row) => read(shape, row)),
    first: (shape, sql, values = []) => {
      const [row] = rows(sql, values)
      return row === undefined ? null : read(shape, row)
    },
  }
}

/** Bytes over a shared buffer cannot be bound; none are used here, so this only tells the compiler. */
const bind = (values: readonly Value[]): BoundValue[] => values as BoundValue[]
