import { toHex } from '../crypto/bytes.ts'

interface Stretch {
  from: number
  to: number
}

/** Which entries of which logs are known to lie on the drive as they should. */
export class Coverage {
  private readonly logs = new Map<string, Stretch[]>()

  /** Entries `from` (included) to `to` (excluded) of a log are there. */
  add(logId: Buffer, from: number, to: number): void {
    const name = toHex(logId)
    const stretches = this.logs.get(name) ?? []
    this.logs.set(name, stretches)
    const last = stretches.at(-1)
    if (last && last.from <= from && from <= last.to) last.to = Math.max(last.to, to)
    else stretches.push({ from, to })
  }

  /** The stretches of a log below `end` that are not there, in order. */
  missing(logId: Buffer, end: number): Stretch[] {
    const stretches = (this.logs.get(toHex(logId)) ?? []).toSorted((a, b) => a.from - b.from)
    const gaps: Stretch[] = []
    let at = 0
    for (const { from, to } of [...stretches, { from: end, to: end }]) {
      if (from > at && at < end) gaps.push({ from: at, to: Math.min(from, end) })
      at = Math.max(at, to)
    }
    return gaps
  }
}
