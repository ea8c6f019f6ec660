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
