import { fork } from 'node:child_process'
import { constants } from 'node:os'
import type { EngineToShell } from '../../core/engine/port.ts'
import type { EngineLauncher, EngineProcess } from './supervisor.ts'

export interface NodeEngine extends EngineProcess {
  readonly pid: number | undefined
}

/**
 * Starts the engine's entry file as a Node child process that talks over its IPC channel.
 * On POSIX a shell in between switches core dumps off (`ulimit -c 0`), which Node cannot do itself, and becomes the engine;
 * a dump would hold the keys. The engine leads its own process group: a Ctrl-C in the terminal reaches the shell alone, which then ends it.
 */
export function nodeEngine(entry: string): EngineLauncher<NodeEngine> {
  return (events) => {
    const viaShell = process.platform !== 'win32'
    const child = fork(entry, [], {
      serialization: 'advanced',
      detached: viaShell,
      // Nothing of the engine may reach the terminal's standard output, which carries only addresses.
      stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
      ...(viaShell
        ? { execPath: '/bin/sh', execArgv: ['-c', 'ulimit -c 0; exec "$0" "$@"', process.execPath] }
        : { execPath: process.execPath, execArgv: [] }),
    })
    let gone = false
    const exit = (code: number | null): void => {
      if (gone) return
      gone = true
      events.exit(code)
    }
    child.on('message', (message) => {
      if (!gone) events.message(message as EngineToShell)
    })
    child.on('exit', exit)
    // A process that could not be started at all reports no exit.
    child.on('error', () => {
      if (child.pid === undefined) exit(null)
    })
    return {
      pid: child.pid,
      send(message, sent) {
        // A message that the pipe did not take belongs to a process that is going: its exit is what counts.
        if (child.connected) child.send(message, () => sent?.())
        else sent?.()
      },
      kill() {
        child.kill(constants.signals.SIGKILL)
      },
    }
  }
}
