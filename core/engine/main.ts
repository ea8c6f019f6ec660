import { StandardRPCHandler } from '@orpc/server/standard'
import { Engine } from './engine.ts'
import { describeFault, logFault } from './faults.ts'
import { type EngineToShell, EXIT_LOCKED, EXIT_REFUSED, type ShellToEngine } from './port.ts'
import { createRouter } from './router/index.ts'
import { ServedPort } from './served-port.ts'

/** The engine's side of the line to its shell: process IPC of a Node child, or the parent port of an Electron utility process. */
interface ShellLine {
  send(message: EngineToShell, then?: () => void): void
  listen(listener: (message: ShellToEngine, ports: readonly Electron.MessagePortMain[]) => void): void
}

function openLine(): ShellLine {
  const { parentPort } = process
  if (parentPort) {
    return {
      send: (message, then) => {
        parentPort.postMessage(message)
        then?.()
      },
      listen: (listener) => parentPort.on('message', ({ data, ports }) => listener(data as ShellToEngine, ports)),
    }
  }
  if (!process.send) throw new Error('the engine is started by a shell')
  return {
    send: (message, then) => process.send?.(message, undefined, undefined, () => then?.()),
    listen: (listener) => {
      process.on('message', (message) => listener(message as ShellToEngine, []))
      // Without its shell the engine must not live on with keys in memory.
      process.on('disconnect', () => process.exit(0))
    },
  }
}

const line = openLine()
const ports = new Map<number, ServedPort>()
let handler: StandardRPCHandler<Record<never, never>> | null = null

/** How long the last word may take, in ms. */
const LEAVE_MS = 250

function leave(message: EngineToShell, code: number): void {
  line.send(message, () => process.exit(code))
  // A shell that does not read must not keep this process, and what it remembers, alive.
  setTimeout(() => process.exit(code), LEAVE_MS)
}

function start(profileDir: string): void {
  try {
    const engine = new Engine(profileDir, () => {
      engine.forgetSecrets()
      leave({ type: 'lock', reason: 'idle' }, EXIT_LOCKED)
    })
    handler = new StandardRPCHandler(createRouter(engine), {})
    line.send({ type: 'ready' })
  } catch (error) {
    logFault('start', error)
    leave({ type: 'refused', code: describeFault(error).code }, EXIT_REFUSED)
  }
}

function openPort(id: number, given: Electron.MessagePortMain | undefined): void {
  if (!handler) return
  // Its kind alone: the message of an error in a frame may quote it.
  const dropped = (error: unknown) =>
    process.stderr.write(`parasol engine: dropped a frame: ${error instanceof Error ? error.name : typeof error}\n`)
  if (given) {
    const port = new ServedPort(handler, (frame) => given.postMessage(frame), dropped)
    given.on('message', ({ data }) => port.receive(data))
    given.on('close', () => port.end())
    given.start()
  } else {
    ports.set(id, new ServedPort(handler, (data) => line.send({ type: 'data', id, data }), dropped))
  }
}

line.listen((message, given) => {
  switch (message.type) {
    case 'start':
      if (!handler) start(message.profileDir)
      return
    case 'port':
      openPort(message.id, given[0])
      return
    case 'data':
      ports.get(message.id)?.receive(message.data)
      return
    case 'close':
      ports.get(message.id)?.end()
      ports.delete(message.id)
      return
    case 'ping':
      line.send({ type: 'pong', n: message.n })
      return
  }
})

// A fault nobody caught leaves an unknown state: end, and let the shell say so and start anew. Nothing acknowledged is lost.
process.on('uncaughtException', (error) => {
  logFault('uncaught', error)
  process.exit(1)
})
process.on('unhandledRejection', (error) => {
  logFault('unhandled', error)
  process.exit(1)
})
