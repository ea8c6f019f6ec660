import type { Notifier } from './bridge.ts'

/** The browser's own notifications. A private window, as the shell opens it, is given none by most browsers. */
export const browserNotifier: Notifier = {
  state() {
    if (typeof Notification === 'undefined' || Notification.permission === 'denied') return 'refused'
    return Notification.permission === 'granted' ? 'granted' : 'asks'
  },
  async ask() {
    if (this.state() === 'asks') await Notification.requestPermission()
  },
  notify(text) {
    if (this.state() !== 'granted') return
    // One at a time: the tag puts a later one in the place of the one before.
    const shown = new Notification('Parasol', { body: text, tag: 'parasol' })
    shown.addEventListener('click', () => {
      window.focus()
      shown.close()
    })
  },
}
