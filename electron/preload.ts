import { contextBridge, ipcRenderer } from 'electron'
import type { PortEnd } from '../core/engine/port.ts'
import { CHANNEL } from './channel.ts'

/** What the page sees as `window.parasol`. It carries no record and no key: those go through the port. */
export interface ParasolBridge {
  kind: 'electron'
  /** Asks for a port to the engine. It arrives as a message event on the window: data `parasol:port`, and the port. */
  requestPort(): void
  /** Kills the engine that holds the keys. The end of the port follows. */
  lock(): void
  /** After a crash. Resolves when the engine is ready, or has failed again. */
  restartEngine(): Promise<void>
  /** Lets the person choose a folder in a dialog of the system; null where she chose none. */
  chooseFolder(): Promise<string | null>
  /** Says a line on the desktop. It says of records what the person's setting lets it, and nothing by default. */
  notify(text: string): void
  /** Says that what was copied just now is to leave the clipboard in a minute. */
  briefCopy(): void
  /** Calls `listener` when the port has ended, with the error code where the profile was refused. Returns how to stop that. */
  onPortEnd(listener: (end: PortEnd, code?: string) => void): () => void
}

const bridge: ParasolBridge = {
  kind: 'electron',
  requestPort: () => ipcRenderer.send(CHANNEL.requestPort),
  lock: () => ipcRenderer.send(CHANNEL.lock),
  restartEngine: () => ipcRenderer.invoke(CHANNEL.restartEngine),
  chooseFolder: () => ipcRenderer.invoke(CHANNEL.chooseFolder),
  notify: (text) => ipcRenderer.send(CHANNEL.notify, text),
  briefCopy: () => ipcRenderer.send(CHANNEL.briefCopy),
  onPortEnd(listener) {
    const heard = (_event: unknown, end: PortEnd, code: string | null): void => listener(end, code ?? undefined)
    ipcRenderer.on(CHANNEL.portEnd, heard)
    return () => void ipcRenderer.off(CHANNEL.portEnd, heard)
  },
}

ipcRenderer.on(CHANNEL.port, (event) => window.postMessage(CHANNEL.port, location.origin, event.ports))
contextBridge.exposeInMainWorld('parasol', bridge)
