import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'

/** A script of this folder in a process of its own, which answers one message after the other. */
export class OtherProcess<To extends object, From extends { type: string }> {
  readonly #child: ChildProcess
  readonly #script: string

  constructor(script: string, args: readonly string[]) {
    this.#script = script
    this.#child = fork(join(import.meta.dirname, script), args, {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
  }

  /** Rejects where it ends first, or says something of another type. */
  ask<T extends From['type']>(type: T, message: To): Promise<Extract<From, { type: T }>> {
    const { promise, resolve, reject } = Promise.withResolvers<Extract<From, { type: T }>>()
    const ended = (code: number | null): void => reject(new Error(`${this.#script} ended with ${code}`))
    this.#child.once('exit', ended)
    this.#child.once('message', (answer: From) => {
      this.#child.off('exit', ended)
      if (answer.type === type) resolve(answer as Extract<From, { type: T }>)
      else reject(new Error(`${this.#script} said ${answer.type}`))
    })
    this.#child.send(message)
    return promise
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}

/** The other end: answers the parent, and ends with it. What goes wrong ends the process. */
export function answerParent<To, From>(answer: (message: To) => Promise<From>): void {
  process.on('disconnect', () => process.exit(0))
  process.on('message', (message: To) => {
    answer(message).then(
      (reply) => process.send?.(reply),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
        process.exit(1)
      },
    )
  })
}
