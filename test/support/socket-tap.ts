import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findIn } from './scan.ts'
import { tracing } from './strace.ts'

const CALLS = 'sendto,sendmsg,sendmmsg,recvfrom,recvmsg,recvmmsg'

/** Every byte that a running process sends to and receives from its sockets, seen by strace. */
export class SocketTap {
  private readonly folder = mkdtempSync(join(tmpdir(), 'parasol-tap-'))
  private readonly child: ChildProcess

  private constructor(pid: number) {
    const args = ['-f', '-qq', '-yy', '-xx', '-s', '70000', '-e', `trace=${CALLS}`, '-o', join(this.folder, 'calls'), '-p', String(pid)]
    this.child = spawn('strace', args, { stdio: 'ignore' })
  }

  /** Listens to a process from now on; null where this machine cannot (see `tracing`). */
  static of(pid: number): SocketTap | null {
    return tracing() ? new SocketTap(pid) : null
  }

  /** Ends listening: how many bytes passed, and which needles stood in them. */
  async stop(needles: ReadonlyMap<string, readonly Buffer[]>): Promise<{ bytes: number; hits: string[] }> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = once(this.child, 'exit')
      this.child.kill('SIGINT')
      await gone
    }
    const passed = payloads(readFileSync(join(this.folder, 'calls'), 'latin1'))
    rmSync(this.folder, { recursive: true })
    return { bytes: passed.length, hits: findIn(passed, needles) }
  }
}

/**
 * The payloads of network sockets in strace's `-yy -xx` output, one after the other. What passes between the engine and its own shell goes over
 * a socket pair of this computer and is left out: those are the windows' frames.
 */
export function payloads(trace: string): Buffer {
  const onNetwork = new Map<string, boolean>()
  const parts: Buffer[] = []
  for (const line of trace.split('\n')) {
    const [thread = ''] = line.split(' ', 1)
    const network = line.includes(' resumed>') ? onNetwork.get(thread) : /\(\d+<(UDP|TCP)/.test(line)
    onNetwork.set(thread, network ?? false)
    if (!network) continue
    for (const match of line.matchAll(/iov_base="((?:\\x[0-9a-f]{2})+)"|\(\d+<[^>]*>+, "((?:\\x[0-9a-f]{2})+)"/g)) {
      parts.push(Buffer.from((match[1] ?? match[2] ?? '').replaceAll('\\x', ''), 'hex'))
    }
  }
  return Buffer.concat(parts)
}
