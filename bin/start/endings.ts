/** Milliseconds between two looks at whether npm is still there. */
const LOOK_MS = 500

/**
 * Calls `end` when this command is to end: Ctrl-C, a signal, the terminal closed, or the npm that ran it gone. npm passes a signal on only to the
 * shell in between, whose end its child does not notice. May call more than once.
 */
export function endings(end: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  if (process.env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return
  const parent = process.ppid
  const look = setInterval(() => {
    if (process.ppid !== parent) end()
  }, LOOK_MS)
  look.unref()
}
