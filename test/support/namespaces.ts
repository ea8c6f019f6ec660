import { fork, spawnSync } from 'node:child_process'
import type { NodeEngine } from '../../bin/shell/node-engine.ts'
import type { EngineLauncher } from '../../bin/shell/supervisor.ts'
import type { EngineToShell } from '../../core/engine/port.ts'

function ip(...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync('ip', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${error?.message ?? stderr.trim()}`)
  return stdout
}

/**
 * Whether this machine lets us make network namespaces. Tried once, by making one. False, and said on standard error, where a container does not allow it
 * or has no `ip`, or where the tests do not run as root.
 */
export function canMakeNetworks(): boolean {
  if (process.getuid?.() !== 0) {
    process.stderr.write('only root may make networks: this computer’s loopback is used instead\n')
    return false
  }
  const name = `parasol-try-${process.pid}`
  const { status, stderr, error } = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' })
  if (status === 0) {
    const link = spawnSync('ip', ['-n', name, 'link', 'add', 'v0', 'type', 'veth', 'peer', 'name', 'v1'], { encoding: 'utf8' })
    ip('netns', 'del', name)
    if (link.status === 0) return true
    process.stderr.write(`no veth here (${link.stderr.trim()}): this computer's loopback is used instead\n`)
    return false
  }
  const why = error ? error.message : stderr.trim()
  if (error === undefined && !/permitted|permission|read-only|denied/i.test(why)) throw new Error(`ip netns add: ${why}`)
  process.stderr.write(`no network namespaces here (${why}): this computer's loopback is used instead\n`)
  return false
}

/** Computers on one switch and on nothing else: no route leads anywhere, and no name server is there. */
export class Network {
  private readonly hub: string
  private readonly names: string[]

  /** Makes so many computers. `remove` must follow. */
  constructor(count: number) {
    const id = `p${process.pid % 10_000}${Math.random().toString(36).slice(2, 5)}`
    this.hub = `${id}-hub`
    this.names = Array.from({ length: count }, (_, n) => `${id}-${n}`)
    ip('netns', 'add', this.hub)
    ip('-n', this.hub, 'link', 'add', 'br0', 'type', 'bridge')
    ip('-n', this.hub, 'link', 'set', 'br0', 'up')
    for (const [n, name] of this.names.entries()) {
      ip('netns', 'add', name)
      ip('-n', this.hub, 'link', 'add', `port${n}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name)
      ip('-n', this.hub, 'link', 'set', `port${n}`, 'master', 'br0', 'up')
      ip('-n', name, 'addr', 'add', `10.77.0.${n + 1}/24`, 'dev', 'eth0')
      // An address of its own making that settles a second later is a change of network, at which Chromium breaks off what it loads.
      ip('-n', name, 'link', 'set', 'eth0', 'addrgenmode', 'none')
      ip('-n', name, 'link', 'set', 'lo', 'up')
      ip('-n', name, 'link', 'set', 'eth0', 'up')
    }
  }

  /** What a computer of it can reach, as the system says. */
  routes(n: number): string {
    return ip('-n', this.name(n), 'route').trim()
  }

  /** Pulls a computer's cable, or puts it in again. */
  plug(n: number, plugged: boolean): void {
    ip('-n', this.hub, 'link', 'set', `port${n}`, plugged ? 'up' : 'down')
  }

  /** The switch passes no multicast on. */
  blockMulticast(): void {
    for (const n of this.names.keys())
      ip('-n', this.hub, 'link', 'set', `port${n}`, 'type', 'bridge_slave', 'mcast_flood', 'off', 'bcast_flood', 'on')
  }

  /** Packets that came to the switch from a computer. */
  sentBy(n: number): number {
    const [link] = JSON.parse(ip('-n', this.hub, '-s', '-j', 'link', 'show', `port${n}`)) as { stats64: { rx: { packets: number } } }[]
    return link?.stats64.rx.packets ?? 0
  }

  /** Behind this command another runs on a computer of it. */
  within(n: number): string[] {
    return ['ip', 'netns', 'exec', this.name(n)]
  }

  /** Starts engines on a computer of it. */
  launcher(entry: string, n: number): EngineLauncher<NodeEngine> {
    return (events) => {
      const child = fork(entry, [], {
        serialization: 'advanced',
        detached: true,
        stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
        execPath: 'ip',
        execArgv: [...this.within(n).slice(1), process.execPath],
      })
      child.on('message', (message) => events.message(message as EngineToShell))
      child.on('exit', (code) => events.exit(code))
      return {
        pid: child.pid,
        send: (message, sent) => {
          if (child.connected) child.send(message, () => sent?.())
          else sent?.()
        },
        kill: () => void child.kill('SIGKILL'),
      }
    }
  }

  /** Everything of it is gone. Its engines must have ended. */
  remove(): void {
    for (const name of [...this.names, this.hub]) ip('netns', 'del', name)
  }

  private name(n: number): string {
    const name = this.names[n]
    if (name === undefined) throw new Error(`no computer ${n}`)
    return name
  }
}
