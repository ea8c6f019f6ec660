import { expect, it } from 'vitest'
import { CHANNEL } from './channel.ts'
import { answerNotify } from './notify.ts'
import { APP_ORIGIN } from './protocol.ts'

function listening() {
  const handlers = new Map<string, (event: unknown, text: unknown) => void>()
  const shown: unknown[] = []
  const done: string[] = []
  let click = (): void => undefined
  answerNotify(
    { on: (name: string, handler: unknown) => void handlers.set(name, handler as never) } as never,
    ((options: unknown) => ({
      on: (_name: string, listener: () => void) => {
        click = listener
      },
      show: () => shown.push(options),
    })) as never,
    () => ({ isMinimized: () => true, restore: () => void done.push('restore'), focus: () => void done.push('focus') }),
  )
  const say = handlers.get(CHANNEL.notify)
  if (!say) throw new Error('nobody listens')
  return { say, shown, done, click: () => click() }
}

function eventFrom(origin: string): unknown {
  const mainFrame = { origin }
  return { sender: { mainFrame }, senderFrame: mainFrame }
}

it('shows what the page says under the name of the app, and comes to the front on a click', () => {
  const { say, shown, done, click } = listening()
  say(eventFrom(APP_ORIGIN), 'Something new')
  expect(shown).toEqual([{ title: 'Parasol', body: 'Something new' }])
  expect(done).toEqual([])
  click()
  expect(done).toEqual(['restore', 'focus'])
})

it('shows nothing for anybody else, nothing that is no text, and no endless text', () => {
  const { say, shown } = listening()
  say(eventFrom('https://example.org'), 'Something new')
  for (const bad of ['', 7, null, { title: 'x' }]) say(eventFrom(APP_ORIGIN), bad)
  expect(shown).toEqual([])
  say(eventFrom(APP_ORIGIN), 'x'.repeat(10_000))
  expect((shown[0] as { body: string }).body).toHaveLength(300)
})
