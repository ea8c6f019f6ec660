import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

export type Victim = ChildProcessByStdio<null, Readable, null>

/** Starts `victim.ts`. */
export const startVictim = (...args: string[]): Victim =>
  spawn(process.execPath, [join(import.meta.dirname, 'victim.ts'), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })

/** Runs a victim to its end: how it ended, and its last line. */
export async function runVictim(...args: string[]): Promise<{ signal: NodeJS.Signals | null; code: number | null; last: string }> {
  const child = startVictim(...args)
  let out = ''
  child.stdout.on('data', (data) => {
    out += data
  })
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return { code, signal, last: out.trim().split('\n').at(-1) ?? '' }
}

/** Waits until a victim has printed `lines` lines, kills it, and returns all that it printed until then. */
export async function killAfter(child: Victim, lines: number): Promise<string[]> {
  const printed: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    printed.push(line)
    if (printed.length === lines) child.kill('SIGKILL')
  }
  if (child.signalCode !== 'SIGKILL') await once(child, 'exit')
  return printed
}
