import type { BrowserWindow, BrowserWindowConstructorOptions, Session } from 'electron'
import { APP_ORIGIN } from './protocol.ts'

/** How every window is made: sandboxed, isolated, without Node, spell checker or, once packaged, developer tools. */
export function windowOptions(preload: string, session: Session, isPackaged: boolean): BrowserWindowConstructorOptions {
  return {
    width: 1280,
    height: 860,
    minWidth: 400,
    minHeight: 480,
    show: false,
    title: 'Parasol',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !isPackaged,
    },
  }
}

/** Shows the app in a new window. The page cannot rename it: the title bar says nothing of the records. */
export function openWindow(
  make: new (options: BrowserWindowConstructorOptions) => BrowserWindow,
  options: BrowserWindowConstructorOptions,
): BrowserWindow {
  const window = new make(options)
  window.on('page-title-updated', (event) => event.preventDefault())
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${APP_ORIGIN}/`)
  return window
}
