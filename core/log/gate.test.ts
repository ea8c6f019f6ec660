import { describe, expect, it } from 'vitest'
import { Gate } from './gate.ts'

function signal(): { promise: Promise<void>; fire: () => void } {
  let fire = () => {}
  const promise = new Promise<void>((resolve) => {
    fire = resolve
  })
  return { promise, fire }
}

describe('Gate', () => {
  it('lets many in at once, and one alone only when all have left', async () => {
    const gate = new Gate()
    const leave = [signal(), signal()]
    const seen: string[] = []
    const passing = leave.map(({ promise }, i) => gate.pass(() => promise.then(() => void seen.push(`left ${i}`))))
    const alone = gate.alone(async () => void seen.push('alone'))
    const late = gate.pass(async () => void seen.push('late'))
    leave[1]?.fire()
    await passing[1]
    expect(seen).toEqual(['left 1'])
    leave[0]?.fire()
    await Promise.all([alone, late])
    expect(seen).toEqual(['left 1', 'left 0', 'alone', 'late'])
  })

  it('opens again after a task that failed, and runs those who want to be alone one by one', async () => {
    const gate = new Gate()
    const seen: string[] = []
    const failing = gate.alone(() => Promise.reject(new Error('no')))
    const inner = signal()
    const first = gate.alone(async () => {
      seen.push('first in')
      await inner.promise
      seen.push('first out')
    })
    const second = gate.alone(async () => void seen.push('second'))
    await expect(failing).rejects.toThrow('no')
    inner.fire()
    await Promise.all([first, second])
    expect(seen).toEqual(['first in', 'first out', 'second'])
    await expect(gate.pass(async () => 'in')).resolves.toBe('in')
  })
})
