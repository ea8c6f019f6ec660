import type { FramePort, PortEnd } from '../../core/engine/port.ts'
import type { Notifier, PortEnding, ShellBridge } from './bridge.ts'

/** What `electron/preload` puts on the window. The port itself comes as a window message: it cannot cross the context bridge. */
export interface ParasolPreload {
  kind: 'electron'
  requestPort(): void
  lock(): void
  restartEngine(): Promise<void>
  chooseFolder(): Promise<string | null>
  notify(text: string): void
  briefCopy(): void
  onPortEnd(listener: (end: PortEnd, code?: string) => void): void
}

export const PORT_MESSAGE = 'parasol:port'

class ElectronBridge implements ShellBridge {
  readonly kind = 'electron'
  readonly #preload: ParasolPreload
  readonly #listeners = new Set<(ending: PortEnding) => void>()

  constructor(preload: ParasolPreload) {
    this.#preload = preload
    preload.onPortEnd((end, code) => {
      for (const listener of this.#listeners) listener({ end, code: code ?? null })
    })
  }

  openPort(): Promise<FramePort> {
    return new Promise((resolve) => {
      const receive = (event: MessageEvent<unknown>): void => {
        const port = event.ports[0]
        if (event.source !== window || event.data !== PORT_MESSAGE || port === undefined) return
        window.removeEventListener('message', receive)
        port.start()
        resolve(port)
      }
      window.addEventListener('message', receive)
      this.#preload.requestPort()
    })
  }

  onPortEnd(listener: (ending: PortEnding) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  lock(): void {
    this.#preload.lock()
  }

  restartEngine(): Promise<void> {
    return this.#preload.restartEngine()
  }

  /** The system itself lets the person refuse it. */
  readonly notifier: Notifier = {
    state: () => 'granted',
    ask: () => Promise.resolve(),
    notify: (text) => this.#preload.notify(text),
  }

  briefCopy(): void {
    this.#preload.briefCopy()
  }

  readonly chooseFolder = (): Promise<string | null> => this.#preload.chooseFolder()
}

/** The bridge to Electron's main process, through what the preload script exposes. */
export function electronBridge(preload: ParasolPreload): ShellBridge {
  return new ElectronBridge(preload)
}
