/**
 * No test lets one turn of the event loop take longer, in ms: more than this says that something grows without bound with what an attacker
 * sends. It is no measure of speed, which depends on the machine; the bar for that is 200 ms, and the bench `held-up` measures it.
 */
export const STILL_MAX = 2_000

/**
 * How long one turn of the event loop took at most while `act` ran, in ms of this thread's own time: what other programs do on the machine
 * meanwhile does not count. By another clock where one is given.
 */
export async function heldUp(act: () => Promise<void>, clock = spent): Promise<number> {
  let most = 0
  let before = clock()
  const turn = (): NodeJS.Immediate =>
    setImmediate(() => {
      const now = clock()
      most = Math.max(most, now - before)
      before = now
      next = turn()
    })
  let next = turn()
  try {
    await act()
  } finally {
    clearImmediate(next)
  }
  return Math.max(most, clock() - before)
}

function spent(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
