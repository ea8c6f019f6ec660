import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import createTestnet from 'hyperdht/testnet.js'
import { findBrowser } from '../browser-shell/find-browser.ts'
import { BrowserShell } from '../browser-shell/shell.ts'
import { Windows } from '../browser-shell/windows.ts'
import { build, bundledEngine, isStale, RENDERER } from '../start/built.ts'
import { endings } from '../start/endings.ts'
import type { StartParts } from '../start/start.ts'
import { type Prepared, prepare } from './prepare.ts'

/** Nodes of the meeting points on this computer. */
const NODES = 10

const HELP = `Parasol, shown: three made-up organisations in one coalition on this computer.

  npm run demo                     open a window for each
  npm run demo -- --no-open        open nothing, only print the addresses

Press Enter in the terminal for new addresses. Ctrl-C stops everything and deletes it.
`

/**
 * The command `npm run demo`: three organisations with throw-away profiles, connected over meeting points on this computer alone, until Ctrl-C.
 * Then nothing of it runs and nothing of it is left on the disk.
 * @returns the exit code.
 */
export async function demo(argv: readonly string[], { root, engine: other }: StartParts): Promise<number> {
  let open: boolean
  try {
    const { values } = parseArgs({ args: [...argv], options: { 'no-open': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } })
    if (values.help) {
      process.stdout.write(HELP)
      return 0
    }
    open = !values['no-open'] && canOpen()
  } catch (error) {
    say(`${(error as Error).message}. See npm run demo -- --help.`)
    return 2
  }
  const ending = new AbortController()
  const ended = Promise.withResolvers<void>()
  endings(() => {
    ending.abort()
    ended.resolve()
  })
  const folder = mkdtempSync(join(tmpdir(), 'parasol-demo-'))
  const cleanups: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
  try {
    if (isStale(root, RENDERER)) {
      say('Building the screens (only after a change; a few seconds) …')
      await build(root, RENDERER)
    }
    const engine = other ?? (await bundledEngine(root, () => say('Building the program (only after a change; a few seconds) …')))
    say('Making three organisations, bringing them into one coalition and writing their incidents …')
    const testnet = await createTestnet(NODES, { host: '127.0.0.1' })
    cleanups.push(() => testnet.destroy())
    const meetingPoints = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`)
    const prepared = await prepare(folder, engine, meetingPoints, ending.signal)
    const shown = prepared.map((organisation) => ({
      organisation,
      shell: new BrowserShell({ engine, renderer: join(root, RENDERER.output), profileDir: organisation.profileDir, port: 0 }),
    }))
    let windowsLeft = shown.length
    for (const { shell } of shown) {
      cleanups.push(() => shell.stop())
      await shell.start()
      if (!open) continue
      const windows = new Windows(
        shell,
        () => undefined,
        () => {
          windowsLeft -= 1
          if (windowsLeft === 0) ended.resolve()
        },
      )
      cleanups.push(() => windows.close())
      windows.open()
    }
    for (const { organisation, shell } of shown) introduce(organisation, open ? null : shell)
    say(WHAT_TO_DO)
    process.stdin.on('data', () => {
      for (const { organisation, shell } of shown) introduce(organisation, shell)
    })
    process.stdin.on('error', () => process.stdin.destroy())
    await ended.promise
    return 0
  } catch (error) {
    // Ctrl-C while it was being prepared cuts what was under way.
    if (ending.signal.aborted) return 0
    say(`The demo could not start: ${(error as Error).message}`)
    return 1
  } finally {
    process.stdin.destroy()
    await undo(cleanups)
  }
}

/** Does all of them, the last first, whatever becomes of one. @throws AggregateError of what went wrong. */
async function undo(cleanups: readonly (() => unknown)[]): Promise<void> {
  const problems: unknown[] = []
  for (const cleanup of cleanups.toReversed()) {
    try {
      await cleanup()
    } catch (error) {
      problems.push(error)
    }
  }
  if (problems.length > 0) throw new AggregateError(problems, 'the demo did not clean up after itself')
}

const WHAT_TO_DO = `
Unlock each with its passphrase. Harbour Street Collective has raised an alert: answer it at Lantern House, and see the answer arrive there.
Then write an incident at one, choose "Lakeside Alliance", and look at the others.
Enter here gives new addresses: each opens Parasol once, within two minutes. Ctrl-C ends the demo and deletes all of it.`

function introduce({ name, passphrase }: Prepared, shell: BrowserShell | null): void {
  process.stdout.write(`\n${name}\n  passphrase: ${passphrase}\n`)
  if (shell !== null) process.stdout.write(`  address:    ${shell.printedAddress()}\n`)
}

/** Windows of their own need a desktop and a Chromium: in one usual browser three logs would share a profile. */
function canOpen(): boolean {
  const hasDesktop = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
  return hasDesktop && findBrowser() !== null
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
