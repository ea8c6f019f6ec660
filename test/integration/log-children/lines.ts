import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createInterface, type Interface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

/** A child process that is spoken with line by line. */
export interface Child {
  process: ChildProcessByStdio<Writable, Readable, Readable>
  /** The next line that it prints. Throws what it wrote to stderr where it ends instead. */
  line(): Promise<string>
  /** What it had printed and nobody has read, once it has ended. */
  rest(): Promise<string[]>
  say(text: string): void
  /** Resolves when it has ended, with its code or signal. */
  ended: Promise<number | NodeJS.Signals | null>
}

/** Starts a program and reads what it prints. */
export function startChild(program: string, args: string[]): Child {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  let trouble = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    trouble += text
  })
  const lines: Interface = createInterface({ input: child.stdout })
  const reading = lines[Symbol.asyncIterator]()
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal))
  })
  return {
    process: child,
    ended,
    say: (text) => child.stdin.write(`${text}\n`),
    async rest() {
      const left: string[] = []
      for (let next = await reading.next(); !next.done; next = await reading.next()) left.push(next.value)
      return left
    },
    async line() {
      const next = await reading.next()
      if (!next.done) return next.value
      throw new Error(`the child ended (${await ended}): ${trouble}`)
    },
  }
}

/** For the child: says one line, synchronously as far as the pipe allows. */
export const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

/** For the child: the lines that the parent says. */
export const heard = (): AsyncIterator<string> => createInterface({ input: process.stdin })[Symbol.asyncIterator]()
