import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FramePort } from '../../core/engine/port.ts'
import { AddressUsed, type PortEnding, type ShellBridge, ShellGone } from './bridge.ts'
import { Connection } from './connection.ts'

const PORT: FramePort = { postMessage: () => undefined, addEventListener: () => undefined }

class Shell implements ShellBridge {
  readonly kind = 'browser'
  readonly chooseFolder = null
  readonly notifier = { state: () => 'refused' as const, ask: () => Promise.resolve(), notify: () => undefined }
  readonly briefCopy = (): void => undefined
  opened = 0
  locked = 0
  refusal: Error | null = null
  end: (ending: PortEnding) => void = () => undefined

  openPort(): Promise<FramePort> {
    if (this.refusal !== null) return Promise.reject(this.refusal)
    this.opened += 1
    return Promise.resolve(PORT)
  }
  onPortEnd(listener: (ending: PortEnding) => void): () => void {
    this.end = listener
    return () => undefined
  }
  lock(): void {
    this.locked += 1
  }
  restartEngine(): Promise<void> {
    return this.refusal === null ? Promise.resolve() : Promise.reject(this.refusal)
  }
}

describe('Connection', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('takes the screen away in the same tick when it locks, then opens a port of another generation', async () => {
    const shell = new Shell()
    const connection = new Connection(shell)
    await connection.open()
    const first = connection.stage()
    connection.lock()
    expect(connection.stage()).toEqual({ name: 'opening', isLocked: true })
    expect(shell.locked).toBe(1)
    shell.end({ end: 'locked', code: null })
    await vi.runAllTimersAsync()
    const second = connection.stage()
    expect(first).toMatchObject({ name: 'open', generation: 1, isLocked: false })
    expect(second).toMatchObject({ name: 'open', generation: 2, isLocked: true })
  })

  it('waits longer each time when locks follow each other at once', async () => {
    const shell = new Shell()
    const connection = new Connection(shell)
    await connection.open()
    for (let passed = 0; passed < 20_000; passed += 50) {
      if (connection.stage().name === 'open') shell.end({ end: 'locked', code: null })
      await vi.advanceTimersByTimeAsync(50)
    }
    expect(shell.opened).toBeGreaterThan(2)
    expect(shell.opened).toBeLessThan(12)
  })

  it('says why a port ended, and does not open another by itself', async () => {
    const shell = new Shell()
    const connection = new Connection(shell)
    await connection.open()
    shell.end({ end: 'crashed', code: null })
    await vi.runAllTimersAsync()
    expect(connection.stage()).toEqual({ name: 'ended', end: 'crashed', code: null })
    await connection.restart()
    expect(connection.stage()).toMatchObject({ name: 'open', generation: 2 })
    shell.end({ end: 'refused', code: 'PROFILE_BUSY' })
    expect(connection.stage()).toEqual({ name: 'ended', end: 'refused', code: 'PROFILE_BUSY' })
  })

  it('tells a used address from a shell that is gone', async () => {
    const shell = new Shell()
    const connection = new Connection(shell)
    shell.refusal = new AddressUsed()
    await connection.open()
    expect(connection.stage()).toEqual({ name: 'address-used' })
    shell.refusal = new ShellGone()
    await connection.open()
    expect(connection.stage()).toEqual({ name: 'ended', end: 'stopped', code: null })
    await connection.restart()
    expect(connection.stage()).toEqual({ name: 'ended', end: 'stopped', code: null })
  })
})
