import SecretStream from '@hyperswarm/secret-stream'
import { describe, expect, it } from 'vitest'
import { checkBootstrap } from './bootstrap.ts'
import { Doorkeeper } from './doorkeeper.ts'
import { capFrames } from './frame-cap.ts'
import { SESSION_LIMITS, Wire } from './wire.ts'

describe('bootstrap addresses', () => {
  it('are host:port', () => {
    expect(checkBootstrap([' node.example.org:49737 ', '127.0.0.1:1'])).toEqual(['node.example.org:49737', '127.0.0.1:1'])
    for (const wrong of [
      '',
      'host',
      'host:',
      ':1',
      'host:0',
      'host:65536',
      'a b:1',
      'http://host:1',
      'host:1/x',
      '-a:1',
      `${'a'.repeat(300)}:1`,
    ]) {
      expect(() => checkBootstrap(['127.0.0.1:1', wrong]), wrong).toThrow('BAD_BOOTSTRAP')
    }
  })
})

describe('the doorkeeper', () => {
  it('lets a burst in, then two a second, and never more than the hall holds', () => {
    let now = 0
    const door = new Doorkeeper({ now: () => now, after: () => () => undefined })
    const enter = (times: number) => Array.from({ length: times }, () => door.enter()).filter(Boolean).length
    expect(enter(100)).toBe(32)
    for (let i = 0; i < 32; i += 1) door.leave()
    expect(enter(100)).toBe(32)
    for (let i = 0; i < 32; i += 1) door.leave()
    expect(enter(100)).toBe(0)
    now += 5000
    expect(enter(100)).toBe(10)
    // A clock that is set back gives nothing.
    now -= 100_000
    expect(enter(100)).toBe(0)
  })
})

describe('the frame cap', () => {
  it('sees the announced length before the stream reserves memory: fails when the library changes', async () => {
    const left = new SecretStream(true)
    const right = new SecretStream(false)
    for (const stream of [left, right]) stream.on('error', () => undefined)
    let breached = 0
    capFrames(
      right,
      () => 1000,
      () => {
        breached += 1
        right.destroy()
      },
    )
    left.rawStream.pipe(right.rawStream).pipe(left.rawStream)
    let got = 0
    right.on('data', (bytes: Buffer) => {
      got += bytes.length
    })
    await Promise.all([left.opened, right.opened])
    left.write(Buffer.alloc(900))
    await new Promise<void>((resolve) => right.once('data', () => resolve()))
    expect([got, breached]).toEqual([900, 0])
    const closed = new Promise<void>((resolve) => right.on('close', () => resolve()))
    left.write(Buffer.alloc(14 * 1024 * 1024))
    await closed
    expect([got, breached]).toEqual([900, 1])
  })
})

describe('the wire', () => {
  it('takes messages as long as the protocol says', () => {
    expect(SESSION_LIMITS).toEqual({ early: 264_209, later: 789_163 })
  })

  it('outlives a stream that fails before anybody listens', async () => {
    const stream = new SecretStream(true)
    const wire = new Wire(stream, () => undefined)
    const told = new Promise<Error>((resolve) => wire.on('error', resolve))
    stream.destroy(new Error('broken off'))
    expect((await told).message).toBe('stream failed')
    expect(() => new Wire(new SecretStream(true), () => undefined).emit('error', new Error('nobody listens'))).not.toThrow()
  })
})
