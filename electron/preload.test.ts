import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, expectTypeOf, it, vi } from 'vitest'
import type { ParasolPreload } from '../renderer/app/bridge-electron.ts'
import { CHANNEL } from './channel.ts'
import type { ParasolBridge } from './preload.ts'

const electron = vi.hoisted(() => ({ contextBridge: { exposeInMainWorld: vi.fn() }, ipcRenderer: {} as Record<string, unknown> }))
vi.mock('electron', () => electron)

let ipc: EventEmitter
const sent: unknown[][] = []
const posted: unknown[][] = []

beforeEach(async () => {
  vi.resetModules()
  ipc = new EventEmitter()
  sent.length = 0
  posted.length = 0
  Object.assign(electron.ipcRenderer, {
    on: ipc.on.bind(ipc),
    off: ipc.off.bind(ipc),
    send: (...words: unknown[]) => sent.push(words),
    invoke: async (...words: unknown[]) => void sent.push(words),
  })
  vi.stubGlobal('window', { postMessage: (...words: unknown[]) => posted.push(words) })
  vi.stubGlobal('location', { origin: 'parasol://app' })
  electron.contextBridge.exposeInMainWorld.mockClear()
  await import('./preload.ts')
})
afterEach(() => vi.unstubAllGlobals())

function bridge(): ParasolBridge {
  expect(electron.contextBridge.exposeInMainWorld).toHaveBeenCalledTimes(1)
  const [name, value] = electron.contextBridge.exposeInMainWorld.mock.calls[0] as [string, ParasolBridge]
  expect(name).toBe('parasol')
  return value
}

it('shows the page seven calls, no more, and they are those that the renderer knows', () => {
  expect(Object.keys(bridge()).sort()).toEqual([
    'briefCopy',
    'chooseFolder',
    'kind',
    'lock',
    'notify',
    'onPortEnd',
    'requestPort',
    'restartEngine',
  ])
  expectTypeOf<ParasolBridge>().toExtend<ParasolPreload>()
})

it('passes each call on under its own name, without arguments but the line for the desktop', async () => {
  bridge().requestPort()
  bridge().lock()
  await bridge().restartEngine()
  await bridge().chooseFolder()
  bridge().notify('Something new')
  bridge().briefCopy()
  expect(sent).toEqual([
    [CHANNEL.requestPort],
    [CHANNEL.lock],
    [CHANNEL.restartEngine],
    [CHANNEL.chooseFolder],
    [CHANNEL.notify, 'Something new'],
    [CHANNEL.briefCopy],
  ])
})

it('hands a port to the page, at its own origin only', () => {
  ipc.emit(CHANNEL.port, { ports: ['the port'] })
  expect(posted).toEqual([[CHANNEL.port, 'parasol://app', ['the port']]])
})

it('tells why a port has ended, without the event, until it is told to stop', () => {
  const heard: unknown[][] = []
  const stop = bridge().onPortEnd((...words) => heard.push(words))
  ipc.emit(CHANNEL.portEnd, { sender: 'secret' }, 'refused', 'PROFILE_BUSY')
  ipc.emit(CHANNEL.portEnd, {}, 'locked', null)
  stop()
  ipc.emit(CHANNEL.portEnd, {}, 'crashed', null)
  expect(heard).toEqual([
    ['refused', 'PROFILE_BUSY'],
    ['locked', undefined],
  ])
})
