import type { CourierFault, CourierStop } from '../engine/contract/courier.ts'

/** A file of the drive is not taken. Names the reason, never content. */
export class FileFault extends Error {
  readonly fault: CourierFault

  constructor(fault: CourierFault, what: string) {
    super(`courier file ${fault}: ${what}`)
    this.name = 'FileFault'
    this.fault = fault
  }
}

/** Work with the drive cannot go on. */
export class DriveFault extends Error {
  readonly stop: CourierStop

  constructor(stop: CourierStop, options?: ErrorOptions) {
    super(`courier drive: ${stop}`, options)
    this.name = 'DriveFault'
    this.stop = stop
  }
}

const STOPS: Record<string, CourierStop> = {
  ENOSPC: 'drive-full',
  EDQUOT: 'drive-full',
  EFBIG: 'drive-full',
  EROFS: 'drive-read-only',
  EACCES: 'drive-read-only',
  EPERM: 'drive-read-only',
}

/** What a failed write to the drive says of it. A drive that was pulled out answers in as many ways as there are systems. */
export function driveFault(error: unknown): DriveFault {
  const { code } = error as NodeJS.ErrnoException
  return new DriveFault(STOPS[String(code)] ?? 'drive-gone', { cause: error })
}
