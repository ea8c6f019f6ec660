import type { Dialog, IpcMain } from 'electron'
import { CHANNEL } from './channel.ts'
import { isFromApp } from './guards.ts'

/** Answers the app's own page, and nobody else, with the folder that the person chooses in the system's dialog; null where she chooses none. */
export function answerFolderChoice(ipc: Pick<IpcMain, 'handle'>, dialog: Pick<Dialog, 'showOpenDialog'>): void {
  ipc.handle(CHANNEL.chooseFolder, async (event) => {
    if (!isFromApp(event)) return null
    const { canceled, filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory', 'dontAddToRecent'] })
    return canceled ? null : (filePaths[0] ?? null)
  })
}
