import type { IpcMain, MessageChannelMain, WebContents } from 'electron'
import type { EngineSupervisor } from '../bin/shell/supervisor.ts'
import type { PortEnd } from '../core/engine/port.ts'
import { CHANNEL } from './channel.ts'
import type { UtilityEngine } from './engine-host.ts'
import { isFromApp } from './guards.ts'

/** Joins the window to the engine: hands out ports, passes on lock and restart, and says when a port has ended. */
export class EnginePorts {
  readonly #supervisor: EngineSupervisor<UtilityEngine>
  readonly #makeChannel: () => MessageChannelMain
  #contents: WebContents | null = null
  #id = 0

  constructor(supervisor: EngineSupervisor<UtilityEngine>, makeChannel: () => MessageChannelMain) {
    this.#supervisor = supervisor
    this.#makeChannel = makeChannel
  }

  /** Listens to the page. A message from anything but the app's own main frame is not answered. */
  listen(ipc: Pick<IpcMain, 'on' | 'handle'>): void {
    ipc.on(CHANNEL.requestPort, (event) => {
      if (isFromApp(event)) void this.#give(event.sender)
    })
    ipc.on(CHANNEL.lock, (event) => {
      if (isFromApp(event)) void this.#supervisor.lock()
    })
    ipc.handle(CHANNEL.restartEngine, async (event) => {
      if (isFromApp(event)) await this.#supervisor.restart()
    })
  }

  /** Tells the window that its port has ended. */
  ended(end: PortEnd, code: string | null): void {
    if (this.#contents && !this.#contents.isDestroyed()) this.#contents.send(CHANNEL.portEnd, end, code)
  }

  async #give(contents: WebContents): Promise<void> {
    this.#contents = contents
    const state = await this.#supervisor.settled()
    const engine = this.#supervisor.process
    if (!engine || contents.isDestroyed()) {
      this.ended(state === 'refused' || state === 'stopped' ? state : 'crashed', this.#supervisor.refusal)
      return
    }
    const { port1, port2 } = this.#makeChannel()
    this.#id += 1
    engine.openPort(this.#id, port1)
    contents.postMessage(CHANNEL.port, null, [port2])
  }
}
