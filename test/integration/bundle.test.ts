import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { nodeEngine } from '../../bin/shell/node-engine.ts'
import { EngineSupervisor } from '../../bin/shell/supervisor.ts'
import { build, ELECTRON_MAIN, RENDERER } from '../../bin/start/built.ts'

const ROOT = join(import.meta.dirname, '../..')
/** Inside the project, so that the bundles find their packages as they will in the app. */
const OUTPUT = 'dist/electron-test'
const SCREENS = 'dist/renderer-test'
let profile: string

beforeAll(async () => {
  profile = mkdtempSync(join(tmpdir(), 'parasol-bundle-'))
  await build(ROOT, { ...ELECTRON_MAIN, output: OUTPUT })
  await build(ROOT, { ...RENDERER, output: SCREENS })
})
afterAll(() => rmSync(profile, { recursive: true }))

/** What a bundle asks for when it runs, whichever way. */
const imports = (file: string) =>
  [
    ...readFileSync(join(ROOT, OUTPUT, file), 'utf8').matchAll(/^import .*?from "([^"]+)"|\bimport\("([^"]+)"\)|\brequire\("([^"]+)"\)/gm),
  ].map((found) => found[1] ?? found[2] ?? found[3] ?? '')

const isNode = (name: string) => name.startsWith('node:') || builtinModules.includes(name)

it('needs nothing in the sandbox but Electron, and nothing in the main process but Electron, Node and its own parts', () => {
  expect(imports('preload.cjs')).toEqual(['electron'])
  const known = (name: string) => name === 'electron' || name.startsWith('./') || isNode(name)
  expect(imports('main.js').filter((name) => !known(name))).toEqual([])
  expect(imports('main.js')).toContain('electron')
})

it('asks for no package that the packaged app does not have', () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }
  const packages = imports('engine.js').filter((name) => !name.startsWith('.') && !isNode(name))
  expect(packages.length).toBeGreaterThan(5)
  const nameOf = (path: string) => path.split('/', path.startsWith('@') ? 2 : 1).join('/')
  expect(packages.filter((path) => !(nameOf(path) in dependencies))).toEqual([])
})

it('has the worker that the engine starts beside itself', async () => {
  const worker = new Worker(join(ROOT, OUTPUT, 'opener-worker.js'), { workerData: '00'.repeat(32) })
  const [said] = await once(worker, 'message')
  await worker.terminate()
  expect(said).toBe('ready')
})

it('has with the screens the licences of what they are made of', () => {
  const licences = readFileSync(join(ROOT, SCREENS, 'licences.md'), 'utf8')
  for (const name of ['react', 'react-dom', 'react-aria-components', '@tanstack/react-query', '@lingui/core', 'lucide-react', 'zod'])
    expect(licences).toMatch(new RegExp(`^## ${name} - \\d`, 'm'))
  expect(licences).toContain('THE SOFTWARE IS PROVIDED "AS IS"')
})

it('holds an engine that starts and answers, native packages included', async () => {
  const answers: (string | Uint8Array)[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const supervisor = new EngineSupervisor({
    launch: nodeEngine(join(ROOT, OUTPUT, 'engine.js')),
    profileDir: join(profile, 'log'),
    onEnd: () => {},
    onPort: (message) => {
      if (message.type === 'data') answers.push(message.data)
      resolve()
    },
  })
  try {
    expect(await supervisor.start()).toBe('ready')
    supervisor.process?.send({ type: 'port', id: 1 })
    supervisor.process?.send({ type: 'data', id: 1, data: JSON.stringify({ i: '1', p: { u: '/vault/status', b: {} } }) })
    await promise
    expect(String(answers[0])).toContain('"state":"none"')
  } finally {
    await supervisor.stop()
  }
})
