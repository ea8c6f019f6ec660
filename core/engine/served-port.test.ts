import { os } from '@orpc/server'
import { StandardRPCHandler } from '@orpc/server/standard'
import { describe, expect, it, vi } from 'vitest'
import { eventually } from '../../test/support/eventually.ts'
import { Changes } from './changes.ts'
import { FRAME_MAX, ServedPort } from './served-port.ts'

/** A port whose frames are kept, over a stream that says when it ended. */
function open() {
  const changes = new Changes()
  const ended = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const router = {
    ping: os.handler(() => 'pong'),
    watch: os.handler(async function* ({ signal }) {
      begun.resolve()
      try {
        yield* changes.subscribe(signal)
      } finally {
        ended.resolve()
      }
    }),
  }
  const frames: (string | Uint8Array)[] = []
  const answered: (() => void)[] = []
  const dropped = vi.fn()
  const port = new ServedPort(
    new StandardRPCHandler(router, {}),
    (frame) => {
      frames.push(frame)
      answered.shift()?.()
    },
    dropped,
  )
  const ask = async (id: string, path: string): Promise<unknown> => {
    const answer = new Promise<void>((resolve) => answered.push(resolve))
    port.receive(JSON.stringify({ i: id, p: { u: `/${path}`, b: {} } }))
    await answer
    return JSON.parse(String(frames.at(-1)))
  }
  return { port, frames, dropped, ask, changes, begun: begun.promise, ended: ended.promise }
}

describe('a served port', () => {
  it('answers', async () => {
    const { ask } = open()
    expect(await ask('1', 'ping')).toMatchObject({ i: '1', p: { b: { json: 'pong' } } })
  })

  it.each<[string, unknown]>([
    ['text that is no JSON', 'garbage'],
    ['JSON that is no message', 'null'],
    ['bytes', Uint8Array.of(255, 254)],
    ['an object', { i: '1' }],
    ['nothing', undefined],
    ['more than any window sends', 'x'.repeat(FRAME_MAX + 1)],
  ])('drops %s and goes on', async (_what, frame) => {
    const { port, ask, dropped } = open()
    port.receive(frame)
    await eventually(() => expect(dropped).toHaveBeenCalledTimes(1))
    expect(await ask('2', 'ping')).toMatchObject({ i: '2' })
  })

  it('ends what a window follows when the window is gone', async () => {
    const { port, begun, ended, changes, frames, ask } = open()
    await ask('1', 'watch')
    await begun
    port.end()
    await ended
    const before = frames.length
    changes.publish('records')
    expect(frames).toHaveLength(before)
  })
})
