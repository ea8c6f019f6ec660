import { setTimeout } from 'node:timers/promises'
import type { Measured, Setup } from './bench.ts'
import { Window } from './window.ts'

const ROUNDS = 5
const GIVE_UP_MS = 10_000

/**
 * A person with the whole log open presses the key that locks, in a real window: from the press until the operating system knows the process
 * that held the keys no more. The slowest of five.
 */
export async function run({ profileDir, say }: Setup): Promise<Measured> {
  const samples: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const window = await Window.open(profileDir ?? '')
    try {
      await window.unlock()
      const pid = window.shell.enginePid
      if (pid === undefined) throw new Error('no engine runs')
      const before = performance.now()
      const pressed = window.page.keyboard.press('Control+Shift+L')
      while (isThere(pid)) {
        if (performance.now() - before > GIVE_UP_MS) throw new Error('the engine lives on')
        await setTimeout(1)
      }
      samples.push(performance.now() - before)
      await pressed
    } finally {
      await window.close()
    }
  }
  say(`${samples.map((ms) => ms.toFixed(0)).join(', ')} ms`)
  return { value: Math.max(...samples), floor: null }
}

/** Whether a process is there, or at least not yet reaped by its parent. */
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}
