import { z } from 'zod'
import { spaceIdSchema } from './ids.ts'

/** A drive that can be seen on this computer. */
export const driveSchema = z.object({
  /** The folder to hand to `courier.sync`. */
  dir: z.string(),
  name: z.string(),
})
export type Drive = z.infer<typeof driveSchema>

/**
 * Why a file of the drive was not taken. `damaged`: not as it was written. `forged`: without its author's signature. `fork`: of another version of a
 * log than the one here. `too-long`: of a log over its quota. `newer`: written by a later Parasol. `unreadable`: the drive did not give it out.
 */
const courierFaultSchema = z.enum(['damaged', 'forged', 'fork', 'too-long', 'newer', 'unreadable'])
export type CourierFault = z.infer<typeof courierFaultSchema>

/** Why a sync ended before its end. What the report counts is done all the same. `too-many`: the drive holds more files than can be looked at. */
const courierStopSchema = z.enum(['drive-full', 'drive-read-only', 'drive-gone', 'disk-full', 'too-many', 'cancelled'])
export type CourierStop = z.infer<typeof courierStopSchema>

const courierReportSchema = z.object({
  coalitions: z.array(
    z.object({
      spaceId: spaceIdSchema,
      name: z.string(),
      /** Entries that were put on the drive, and that came from it. Synced, but for what came before this computer's own disk was full. */
      gave: z.number().int().min(0),
      took: z.number().int().min(0),
      /** Files that are whole there, or here, by this sync. */
      files: z.object({ gave: z.number().int().min(0), took: z.number().int().min(0) }),
      /** The drive holds entries of this computer's own log that are not here: a restored backup. */
      behind: z.boolean(),
    }),
  ),
  /** Messages between those who invite and those who join: put on the drive, and read from it. */
  letters: z.object({ gave: z.number().int().min(0), took: z.number().int().min(0) }),
  /** The first files that were passed over; `passedOver` is how many there were. */
  problems: z.array(z.object({ file: z.string().max(64), fault: courierFaultSchema })).max(20),
  passedOver: z.number().int().min(0),
  stopped: courierStopSchema.nullable(),
})
export type CourierReport = z.infer<typeof courierReportSchema>

/**
 * How a sync goes on. The last event has the report. `reading` counts files of the drive, `taking` and `giving` entries; `taking-files` and `giving-files` bytes of
 * the files of records, the first without a total.
 */
export const courierEventSchema = z.object({
  step: z.enum(['reading', 'taking', 'giving', 'taking-files', 'giving-files', 'done']),
  done: z.number().int().min(0),
  total: z.number().int().min(0),
  report: courierReportSchema.nullable(),
})
export type CourierEvent = z.infer<typeof courierEventSchema>
