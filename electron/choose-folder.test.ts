import { expect, it } from 'vitest'
import { CHANNEL } from './channel.ts'
import { answerFolderChoice } from './choose-folder.ts'
import { APP_ORIGIN } from './protocol.ts'

type Handler = (event: unknown) => Promise<string | null>

function listening(answer: { canceled: boolean; filePaths: string[] }): { ask: Handler; asked: unknown[] } {
  const handlers = new Map<string, Handler>()
  const asked: unknown[] = []
  answerFolderChoice({ handle: (name: string, handler: unknown) => void handlers.set(name, handler as Handler) } as never, {
    showOpenDialog: (async (options: unknown) => {
      asked.push(options)
      return answer
    }) as never,
  })
  const ask = handlers.get(CHANNEL.chooseFolder)
  if (!ask) throw new Error('nobody listens')
  return { ask, asked }
}

function eventFrom(origin: string): unknown {
  const mainFrame = { origin }
  return { sender: { mainFrame }, senderFrame: mainFrame }
}

it('gives the page the folder that was chosen, and nothing where none was', async () => {
  const { ask, asked } = listening({ canceled: false, filePaths: ['/media/stick'] })
  expect(await ask(eventFrom(APP_ORIGIN))).toBe('/media/stick')
  expect(asked).toEqual([{ properties: ['openDirectory', 'dontAddToRecent'] }])
  expect(await listening({ canceled: true, filePaths: [] }).ask(eventFrom(APP_ORIGIN))).toBeNull()
})

it('opens no dialog for anybody else', async () => {
  const { ask, asked } = listening({ canceled: false, filePaths: ['/media/stick'] })
  expect(await ask(eventFrom('https://example.org'))).toBeNull()
  expect(asked).toEqual([])
})
