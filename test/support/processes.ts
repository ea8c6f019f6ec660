import { readdirSync, readFileSync } from 'node:fs'

/** All processes that come from this one, by /proc; none on systems without it. */
export function descendants(pid: number): number[] {
  const parents = new Map<number, number[]>()
  for (const name of list('/proc').filter((entry) => /^\d+$/.test(entry))) {
    // The command may hold spaces and brackets: the fields count from its last bracket.
    const parent = Number(read(`/proc/${name}/stat`).split(') ').at(-1)?.split(' ')[1])
    parents.set(parent, [...(parents.get(parent) ?? []), Number(name)])
  }
  const below = (one: number): number[] => (parents.get(one) ?? []).flatMap((child) => [child, ...below(child)])
  return below(pid)
}

/** The command line of a process; empty where there is none. */
export function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`)
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // no /proc on this system
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // ended while we looked
  }
}

/** Whether there is such a process, or what is left of one that nobody has asked about. */
export function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch {
    return false
  }
}
