import type { BrowserWindow, IpcMain, Notification, NotificationConstructorOptions } from 'electron'
import { CHANNEL } from './channel.ts'
import { isFromApp } from './guards.ts'

/** Longest text that is shown, in UTF-16 units. */
const TEXT_MAX = 300

type MakeNotification = (options: NotificationConstructorOptions) => Pick<Notification, 'on' | 'show'>

/**
 * Shows on the desktop what the app's own page asks for, and nobody else's words; a click brings the window to the front. How much the
 * text says is the page's to decide, by the person's setting: what is shown here the system may keep.
 */
export function answerNotify(
  ipc: Pick<IpcMain, 'on'>,
  make: MakeNotification,
  window: () => Pick<BrowserWindow, 'isMinimized' | 'restore' | 'focus'> | null,
): void {
  ipc.on(CHANNEL.notify, (event, text: unknown) => {
    if (!isFromApp(event) || typeof text !== 'string' || text === '') return
    const notification = make({ title: 'Parasol', body: text.slice(0, TEXT_MAX) })
    notification.on('click', () => {
      const shown = window()
      if (shown?.isMinimized()) shown.restore()
      shown?.focus()
    })
    notification.show()
  })
}
