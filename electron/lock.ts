import type { GlobalShortcut, PowerMonitor } from 'electron'

/** The key that locks from anywhere, whatever program is in front. */
export const PANIC_KEY = 'CommandOrControl+Shift+L'

/**
 * Locks on sleep, on screen lock, when another person logs in on this computer, at shutdown, and by the panic key.
 * @returns whether the panic key could be had: another program may hold it.
 */
export function lockOn(power: Pick<PowerMonitor, 'on'>, shortcuts: Pick<GlobalShortcut, 'register'>, lock: () => void): boolean {
  power.on('suspend', lock)
  power.on('lock-screen', lock)
  power.on('user-did-resign-active', lock)
  power.on('shutdown', lock)
  return shortcuts.register(PANIC_KEY, lock)
}
