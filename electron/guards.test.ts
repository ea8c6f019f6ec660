import { EventEmitter } from 'node:events'
import type { App, Session, WebContents } from 'electron'
import { describe, expect, it } from 'vitest'
import { guardApp, guardContents, guardSession, isFromApp, isOwn } from './guards.ts'

type Answer<T> = (value: T) => void

/** The parts of a session that the guards take hold of, kept so that the test can ask them as Electron would. */
class FakeSession extends EventEmitter {
  request: ((contents: unknown, permission: string, answer: Answer<boolean>) => void) | undefined
  check: (() => boolean) | undefined
  device: (() => boolean) | undefined
  media: ((request: unknown, answer: Answer<object>) => void) | undefined
  before: ((details: { url: string }, answer: Answer<{ cancel: boolean }>) => void) | undefined
  spelling = true
  webRequest = {
    onBeforeRequest: (listener: typeof this.before) => {
      this.before = listener
    },
  }
  setPermissionRequestHandler(handler: typeof this.request): void {
    this.request = handler
  }
  setPermissionCheckHandler(handler: typeof this.check): void {
    this.check = handler
  }
  setDevicePermissionHandler(handler: typeof this.device): void {
    this.device = handler
  }
  setDisplayMediaRequestHandler(handler: typeof this.media): void {
    this.media = handler
  }
  setSpellCheckerEnabled(on: boolean): void {
    this.spelling = on
  }
}

class FakeContents extends EventEmitter {
  open: ((details: { url: string }) => { action: string }) | undefined
  setWindowOpenHandler(handler: typeof this.open): void {
    this.open = handler
  }
}

class FakeEvent {
  prevented = false
  preventDefault(): void {
    this.prevented = true
  }
}

const guarded = (): FakeSession => {
  const session = new FakeSession()
  guardSession(session as unknown as Session)
  return session
}

describe('a session', () => {
  it('grants no permission, neither asked nor checked, to nobody', () => {
    const session = guarded()
    const answers: boolean[] = []
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'fullscreen', 'openExternal', 'hid', 'unknown']) {
      session.request?.(null, permission, (granted) => answers.push(granted))
    }
    expect(answers).toEqual(Array(8).fill(false))
    expect(session.check?.()).toBe(false)
    expect(session.device?.()).toBe(false)
    let offered: object | undefined
    session.media?.({}, (streams) => {
      offered = streams
    })
    expect(offered).toEqual({})
    expect(session.spelling).toBe(false)
  })

  it.each([
    ['parasol://app/index.html', false],
    ['parasol://app/', false],
    ['blob:parasol://app/1', false],
    ['data:image/png;base64,AA==', false],
    ['https://example.org/', true],
    ['http://127.0.0.1/', true],
    ['ws://127.0.0.1/', true],
    ['file:///etc/passwd', true],
    ['parasol://other/', true],
    ['parasol://app.evil/', true],
    ['parasol://app@evil/', true],
    ['blob:https://example.org/1', true],
    ['devtools://x/', true],
  ])('asked for %s, refuses: %s', (url, cancel) => {
    let answer: { cancel: boolean } | undefined
    guarded().before?.({ url }, (value) => {
      answer = value
    })
    expect(answer).toEqual({ cancel })
    expect(isOwn(url)).toBe(!cancel)
  })

  it.each([
    ['blob:parasol://app/1', false],
    ['https://example.org/x', true],
    ['parasol://app/index.html', true],
    ['data:text/plain,x', true],
  ])('asked to save %s, refuses: %s', (url, refused) => {
    const event = new FakeEvent()
    guarded().emit('will-download', event, { getURL: () => url })
    expect(event.prevented).toBe(refused)
  })
})

describe('contents', () => {
  it('open no window', () => {
    const contents = new FakeContents()
    guardContents(contents as unknown as WebContents)
    for (const url of ['https://example.org/', 'parasol://app/', 'about:blank'])
      expect(contents.open?.({ url })).toEqual({ action: 'deny' })
  })

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview'])('refuse %s', (name) => {
    const contents = new FakeContents()
    guardContents(contents as unknown as WebContents)
    const event = new FakeEvent()
    contents.emit(name, event)
    expect(event.prevented).toBe(true)
  })
})

it('the guards are on every session and all contents that ever come, and no bad certificate or login is taken', () => {
  const app = new EventEmitter()
  guardApp(app as unknown as App)
  const session = new FakeSession()
  app.emit('session-created', session)
  expect(session.check?.()).toBe(false)
  const contents = new FakeContents()
  app.emit('web-contents-created', {}, contents)
  expect(contents.open?.({ url: 'x' })).toEqual({ action: 'deny' })
  const [certificate, login] = [new FakeEvent(), new FakeEvent()]
  let trusted: boolean | undefined
  app.emit('certificate-error', certificate, contents, 'https://x', 'e', {}, (value: boolean) => {
    trusted = value
  })
  app.emit('login', login)
  expect([certificate.prevented, trusted, login.prevented]).toEqual([true, false, true])
})

describe('a message to the main process', () => {
  const main = { origin: 'parasol://app' }
  const event = (sender: object, senderFrame: object | null) =>
    isFromApp({ sender, senderFrame } as unknown as Parameters<typeof isFromApp>[0])

  it('counts only from the main frame at the own origin', () => {
    expect(event({ mainFrame: main }, main)).toBe(true)
    expect(event({ mainFrame: main }, { origin: 'parasol://app' })).toBe(false)
    expect(event({ mainFrame: main }, null)).toBe(false)
    const elsewhere = { origin: 'https://example.org' }
    expect(event({ mainFrame: elsewhere }, elsewhere)).toBe(false)
  })
})
