import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MessageChannelMain,
  Notification,
  powerMonitor,
  protocol,
  session,
  utilityProcess,
} from 'electron'
import { loadFiles } from '../bin/shell/files.ts'
import { EngineSupervisor } from '../bin/shell/supervisor.ts'
import { BriefCopy } from './brief-copy.ts'
import { answerFolderChoice } from './choose-folder.ts'
import { utilityEngine } from './engine-host.ts'
import { guardApp } from './guards.ts'
import { lockOn, PANIC_KEY } from './lock.ts'
import { answerNotify } from './notify.ts'
import { EnginePorts } from './ports.ts'
import { profileFrom, refuseCoreDumps, shellDataFor } from './profile.ts'
import { SCHEMES, serveApp } from './protocol.ts'
import { openWindow, windowOptions } from './window.ts'

refuseCoreDumps()
const profileDir = profileFrom(process.argv, process.env, process.platform)
app.setPath('userData', shellDataFor(profileDir))
app.enableSandbox()
// The windows need no network. The engine's own connections are not Chromium's and are not touched by this.
app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
protocol.registerSchemesAsPrivileged(SCHEMES)
guardApp(app)

if (app.requestSingleInstanceLock()) {
  await run()
} else {
  process.stderr.write('This log is open already: its window has been brought to the front.\n')
  app.quit()
}

async function run(): Promise<void> {
  await app.whenReady()
  Menu.setApplicationMenu(null)
  // Not persistent: no cache, storage or history of the windows reaches the disk.
  const memory = session.fromPartition('parasol', { cache: false })
  serveApp(memory.protocol, loadFiles(join(import.meta.dirname, '../renderer')))

  const supervisor = new EngineSupervisor({
    launch: utilityEngine(utilityProcess.fork, join(import.meta.dirname, 'engine.js')),
    profileDir,
    onEnd: (end, code) => {
      void brief.clear()
      ports.ended(end, code)
    },
    onPort: () => {}, // here frames go from the page to the engine without passing through this process
  })
  const ports = new EnginePorts(supervisor, () => new MessageChannelMain())
  const brief = new BriefCopy(clipboard)
  const lock = (): void => void supervisor.lock()
  ports.listen(ipcMain)
  brief.listen(ipcMain)
  answerFolderChoice(ipcMain, dialog)
  void supervisor.start()
  if (!lockOn(powerMonitor, globalShortcut, lock)) process.stderr.write(`${PANIC_KEY} is taken by another program: lock in the window.\n`)

  const window = openWindow(BrowserWindow, windowOptions(join(import.meta.dirname, 'preload.cjs'), memory, app.isPackaged))
  answerNotify(
    ipcMain,
    (options) => new Notification(options),
    () => (window.isDestroyed() ? null : window),
  )
  window.webContents.on('render-process-gone', () => {
    lock()
    window.reload()
  })
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  // An open log without a window would be open for whoever comes.
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (supervisor.state === 'stopped') return
    event.preventDefault()
    void Promise.all([supervisor.stop(), brief.clear()]).then(() => app.quit())
  })
}
