import { readFileSync, writeFileSync } from 'node:fs'

/** Resident memory of a process, bytes: now, or the most since `forgetPeak`. Linux only. */
export function residentBytes(pid: number, which: 'now' | 'most' = 'now'): number {
  const name = which === 'now' ? 'VmRSS' : 'VmHWM'
  const line = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  if (!line) throw new Error('the resident memory cannot be read on this system')
  return Number(line[1]) * 1024
}

/** Has the kernel count the most resident memory of a process anew (proc_pid_clear_refs(5)). */
export const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, '5')
