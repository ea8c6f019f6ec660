import type { MessagePortMain, UtilityProcess, utilityProcess } from 'electron'
import type { EngineLauncher, EngineProcess } from '../bin/shell/supervisor.ts'
import type { EngineToShell, ShellToEngine } from '../core/engine/port.ts'

export interface UtilityEngine extends EngineProcess {
  /** Gives the engine its end of a channel to a window. */
  openPort(id: number, port: MessagePortMain): void
}

/**
 * Starts the bundled engine as a utility process.
 * @param killProcess SIGKILL by process id: Electron's own `kill` is a polite request, which a busy engine would outlive.
 */
export function utilityEngine(
  fork: typeof utilityProcess.fork,
  entry: string,
  killProcess: (pid: number) => void = (pid) => process.kill(pid, 'SIGKILL'),
): EngineLauncher<UtilityEngine> {
  return (events) => {
    const child: UtilityProcess = fork(entry, [], { serviceName: 'Parasol engine', stdio: 'inherit' })
    let doomed = false
    const kill = (): void => {
      doomed = true
      if (child.pid !== undefined) killProcess(child.pid)
    }
    // Killed before it had a process id: as soon as it has one.
    child.on('spawn', () => {
      if (doomed) kill()
    })
    child.on('message', (message: EngineToShell) => events.message(message))
    child.on('exit', (code) => events.exit(code))
    return {
      send(message: ShellToEngine, sent) {
        child.postMessage(message)
        sent?.()
      },
      openPort(id, port) {
        child.postMessage({ type: 'port', id } satisfies ShellToEngine, [port])
      },
      kill,
    }
  }
}
