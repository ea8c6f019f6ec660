import { spawnSync } from 'node:child_process'

/** One system call in the order in which strace saw it begin or end. */
export interface Call {
  at: 'begin' | 'end'
  name: string
  /** As strace prints them, file names beside descriptors. */
  args: string
  result: string
}

/** Whether this machine has strace and lets it trace. In CI it must. */
export function tracing(): boolean {
  if (spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0) return true
  if (process.env['CI']) throw new Error('strace is missing or may not trace here: install it (apt-get install strace)')
  return false
}

const WHOLE = /^(\d+) +(\w+)\((.*)\) += (-?\d+|\?)/
const BEGUN = /^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$/
const RESUMED = /^(\d+) +<\.\.\. (\w+) resumed>(.*)\) += (-?\d+|\?)/

/** Begins and ends of calls in the output of `strace -f`. Calls that were interleaved with others end where they ended. */
export function* callsIn(trace: string): Generator<Call, void, void> {
  const open = new Map<string, string>()
  for (const line of trace.split('\n')) {
    const whole = WHOLE.exec(line)
    const begun = BEGUN.exec(line)
    const resumed = RESUMED.exec(line)
    if (resumed) {
      const [, pid = '', name = '', , result = ''] = resumed
      yield { at: 'end', name, args: open.get(pid) ?? '', result }
      open.delete(pid)
    } else if (begun) {
      const [, pid = '', name = '', args = ''] = begun
      open.set(pid, args)
      yield { at: 'begin', name, args, result: '' }
    } else if (whole) {
      const [, , name = '', args = '', result = ''] = whole
      yield { at: 'begin', name, args, result: '' }
      yield { at: 'end', name, args, result }
    }
  }
}

/** Follows what is written to write-ahead logs below a folder, and what of it is synced. */
export class Ledger {
  readonly files = new Set<string>()
  /** Syncs that went well. */
  syncs = 0
  private readonly folder: string
  private readonly unsynced = new Map<string, number>()
  private readonly syncing = new Map<string, number>()
  private clock = 0

  constructor(folder: string) {
    this.folder = folder
  }

  take(call: Call): void {
    const file = /<([^>]*\.log)>/.exec(call.args)?.[1] ?? /"([^"]*\.log)"/.exec(call.args)?.[1]
    if (!file?.startsWith(this.folder)) return
    this.clock += 1
    if (/^p?write/.test(call.name)) {
      this.files.add(file)
      this.unsynced.set(file, this.clock)
    } else if (/^unlink/.test(call.name) && call.at === 'end' && call.result === '0') {
      // RocksDB deletes a log only when all of it is in synced tables.
      this.unsynced.delete(file)
    } else if (/^f(data)?sync$/.test(call.name)) {
      if (call.at === 'begin') this.syncing.set(file, this.clock)
      else if (call.result === '0') this.synced(file)
    }
  }

  private synced(file: string): void {
    this.syncs += 1
    if ((this.unsynced.get(file) ?? 0) < (this.syncing.get(file) ?? 0)) this.unsynced.delete(file)
  }

  /** Files that hold writes which no sync has covered since. */
  dirty(): string[] {
    return [...this.unsynced.keys()]
  }
}
