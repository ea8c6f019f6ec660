import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { eventually } from '../../test/support/eventually.ts'

const START = join(import.meta.dirname, '../../test/fixtures/start-with-test-engine.ts')
let root: string
let running: ChildProcess[] = []

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'parasol-start-'))
  mkdirSync(join(root, 'dist/renderer'), { recursive: true })
  writeFileSync(join(root, 'dist/renderer/index.html'), '<!doctype html><html><head></head><body>made up</body></html>')
})
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running = []
  rmSync(root, { recursive: true })
})

function launch(args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [START, ...args], {
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', TMPDIR: root, PARASOL_TEST_ROOT: root, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  running.push(child)
  const output = { out: '', err: '' }
  child.stdout.on('data', (text: Buffer) => {
    output.out += text.toString()
  })
  child.stderr.on('data', (text: Buffer) => {
    output.err += text.toString()
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const addresses = () => output.out.match(/^Parasol is at http:\/\/127\.0\.0\.1:\d+\/#[\w-]+$/gm) ?? []
  return { child, output, ended, addresses }
}

/** Processes whose command line names this test's folder or the test engine of this child, read from /proc. */
function leftovers(parent: number): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        const ppid = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]
        return ppid === String(parent) || command.includes(root) ? [command] : []
      } catch {
        return [] // ended while we looked
      }
    })
}

it('prints one line with --no-open, a new address on Enter, and leaves nothing when it is ended', async () => {
  const { child, output, ended, addresses } = launch(['--no-open', '--profile', join(root, 'p')])
  await eventually(() => expect(addresses()).toHaveLength(1))
  child.stdin.write('\n')
  await eventually(() => expect(addresses()).toHaveLength(2))
  expect(new Set(addresses()).size).toBe(2)
  expect(output.out.trim().split('\n')).toEqual(addresses())
  expect(leftovers(child.pid as number).some((command) => command.includes('test-engine.ts'))).toBe(true)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(leftovers(child.pid as number)).toEqual([])
})

it('runs the engine without core dumps', async () => {
  const { child, ended, addresses } = launch(['--no-open', '--profile', join(root, 'p')])
  await eventually(() => expect(addresses()).toHaveLength(1))
  const engine = readdirSync('/proc').find((pid) => /^\d+$/.test(pid) && readStat(pid) === child.pid)
  expect(readFileSync(`/proc/${engine}/limits`, 'utf8')).toMatch(/^Max core file size +0 +0 +bytes/m)
  child.kill('SIGINT')
  expect(await ended).toBe(0)
})

function readStat(pid: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1])
  } catch {
    return 0 // ended while we looked
  }
}

it('says why a profile is refused, and still serves the page that says so', async () => {
  const { output, addresses } = launch(['--no-open', '--profile', join(root, 'busy')])
  await eventually(() => expect(addresses()).toHaveLength(1))
  expect(output.err).toContain('This log is open in another Parasol window.')
  const url = addresses()[0]?.slice('Parasol is at '.length) as string
  expect(await (await fetch(url)).text()).toContain('This log is open in another Parasol window.')
})

it('says that a port is taken', async () => {
  const first = launch(['--no-open', '--profile', join(root, 'p')])
  await eventually(() => expect(first.addresses()).toHaveLength(1))
  const port = new URL(first.addresses()[0]?.slice('Parasol is at '.length) as string).port
  const second = launch(['--no-open', '--profile', join(root, 'q'), '--port', port])
  expect(await second.ended).toBe(1)
  expect(second.output.err).toBe(`Port ${port} is in use. Leave --port out, or name another one.\n`)
})

it('explains its options, and refuses others', async () => {
  const help = launch(['--help'])
  expect([await help.ended, help.output.out]).toEqual([0, expect.stringContaining('--no-open')])
  const wrong = launch(['--prot', '1'])
  expect([await wrong.ended, wrong.output.out]).toEqual([2, ''])
  expect(wrong.output.err).toContain('npm start -- --help')
})

it('goes to the browser where Electron cannot be fetched, in one line and without a secret on the command line; closing the window ends it', async () => {
  const installer = join(root, 'node_modules/electron/install.js')
  mkdirSync(join(installer, '..'), { recursive: true })
  writeFileSync(installer, 'process.exit(1)')
  mkdirSync(join(root, 'bin'))
  const browser = join(root, 'bin/chromium')
  // Reads the file it is given, as a browser would, and is closed when a file `close` appears.
  writeFileSync(
    browser,
    `#!/bin/sh\nfor a in "$@"; do case $a in --app=file://*) f="\${a#--app=file://}";; esac; done\nprintf '%s\\n' "$@" > ${root}/args.new\ncat "$f" > ${root}/opened\nmv ${root}/args.new ${root}/args\nwhile [ ! -e ${root}/close ]; do sleep 0.05; done\n`,
  )
  chmodSync(browser, 0o755)
  const { child, output, ended } = launch(['--profile', join(root, 'p')], { DISPLAY: ':99', PATH: `${root}/bin:${process.env['PATH']}` })
  await eventually(() => expect(existsSync(join(root, 'args'))).toBe(true))
  expect(output.err).toContain('Electron is not on this computer and could not be fetched, so Parasol opens in a browser window.\n')
  expect(output.out).toBe('')
  const code = /name="code" value="([\w-]+)"/.exec(readFileSync(join(root, 'opened'), 'utf8'))?.[1] as string
  expect(readFileSync(join(root, 'args'), 'utf8')).not.toContain(code)
  writeFileSync(join(root, 'close'), '')
  expect(await ended).toBe(0)
  expect(leftovers(child.pid as number)).toEqual([])
  expect(readdirSync(root).filter((name) => name.startsWith('parasol-'))).toEqual([])
})

it('ends when the npm that ran it is gone', async () => {
  const shell = spawn('/bin/sh', ['-c', '"$0" "$1" --no-open --profile "$2"; true', process.execPath, START, join(root, 'p')], {
    env: { ...process.env, PARASOL_TEST_ROOT: root, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  running.push(shell)
  let out = ''
  shell.stdout.on('data', (text: Buffer) => {
    out += text.toString()
  })
  await eventually(() => expect(out).toContain('Parasol is at'))
  const url = out.slice('Parasol is at '.length).trim()
  expect((await fetch(url)).status).toBe(200)
  shell.kill('SIGTERM')
  await eventually(() => expect(fetch(url)).rejects.toThrow())
  await eventually(() => expect(leftovers(-1)).toEqual([]))
})

it('prints the address where there is no desktop', async () => {
  const { output, addresses } = launch(['--profile', join(root, 'p')])
  await eventually(() => expect(addresses()).toHaveLength(1))
  expect(output.err).toBe('There is no desktop here, so here is the address to open in a browser on this computer.\n')
})
