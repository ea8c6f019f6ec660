import { createCipheriv } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { EngineChild, houseOf, incident, makeVault, PASSPHRASE } from '../support/engine.ts'
import { commandOf, descendants } from '../support/processes.ts'
import { openApp, temporaryProfile } from './harness.ts'
import { Person } from './person.ts'

const MIB = 1024 * 1024
/** Two minutes and more, of which a player holds a part. */
const LENGTH = 24 * MIB
const SECOND = 48_000 * 4

/** Noise, of which every MiB is known again. */
const noise = (): ((length: number) => Buffer) => {
  const stream = createCipheriv('aes-256-ctr', Buffer.alloc(32, 3), Buffer.alloc(16))
  return (length) => stream.update(Buffer.alloc(length))
}

/** Puts the sound with an incident, as a window would. */
async function addSound(profile: string, title: string): Promise<void> {
  const head = Buffer.from('RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x02\0\0\0\0\0\0\0\0\0\x04\0\x10\0data\0\0\0\0', 'latin1')
  head.writeUInt32LE(LENGTH - 8, 4)
  head.writeUInt32LE(48_000, 24)
  head.writeUInt32LE(SECOND, 28)
  head.writeUInt32LE(LENGTH - 44, 40)
  const next = noise()
  await makeVault(profile)
  const engine = await EngineChild.unlocked(profile)
  try {
    const { client } = engine
    const audience = await houseOf(client)
    const { uploadId } = await client.files.begin({ audience, name: 'radio.wav', size: LENGTH, modified: 0 })
    await client.files.piece({ uploadId, at: 0, data: head.toString('base64') })
    for (let at = head.length; at < LENGTH; at += MIB)
      await client.files.piece({ uploadId, at, data: next(Math.min(MIB, LENGTH - at)).toString('base64') })
    const file = await client.files.finish({ uploadId })
    await client.records.create({ audience, fields: incident(title, { 'file:00c0ffee': file }) })
  } finally {
    await engine.kill()
  }
}

/** Bytes of the sound from its first, middle and last MiB. */
function known(): Buffer[] {
  const next = noise()
  const pieces = Array.from({ length: LENGTH / MIB - 1 }, () => next(MIB).subarray(1_000, 1_064))
  return [0, pieces.length >> 1, pieces.length - 1].map((i) => Buffer.from(pieces[i] ?? []))
}

const browserProcesses = (type: string): number[] => descendants(process.pid).filter((pid) => commandOf(pid).includes(type))

function holding(folder: string, bytes: readonly Buffer[]): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => {
      const text = existsSync(path) ? readFileSync(path) : Buffer.alloc(0) // a browser that runs takes files away again
      return bytes.some((one) => text.includes(one))
    })
}

it('plays a sound from any place, for nobody but its player, and never on a disk in clear', async () => {
  const profile = temporaryProfile()
  await addSound(profile, 'Two minutes of the radio')
  const app = await openApp(profile)
  const { page } = app
  const asha = new Person(page)
  await asha.unlock(PASSPHRASE)
  await asha.confirmWords()
  await page
    .getByRole('list', { name: 'Incidents' })
    .getByRole('button', { name: /Two minutes of the radio/ })
    .click()
  await asha.button('Look at radio.wav').click()
  const seconds = (LENGTH - 44) / SECOND
  await page.waitForFunction((all) => Math.abs((document.querySelector('audio')?.duration ?? 0) - all) < 1, seconds)
  const seen = await page.evaluate(async (all) => {
    const sound = document.querySelector('audio')
    if (!sound) throw new Error('no sound')
    const reach = async (place: number) => {
      const there = new Promise((resolve) => sound.addEventListener('seeked', resolve, { once: true }))
      sound.currentTime = place
      await there
      return sound.readyState
    }
    sound.muted = true
    const ready = [await reach(all - 20), await reach(all / 2), await reach(3), await reach(all - 5)]
    const ended = new Promise((resolve) => sound.addEventListener('ended', resolve, { once: true }))
    await sound.play()
    await ended
    return { ready, at: sound.currentTime, address: new URL(sound.src).pathname, error: sound.error }
  }, seconds)
  expect(seen).toMatchObject({ error: null, address: expect.stringMatching(/^\/film\/[0-9a-f]{32}$/) })
  expect(Math.min(...seen.ready)).toBeGreaterThanOrEqual(2)
  expect(seen.at).toBeGreaterThan(seconds - 1)

  // Neither a script nor an address bar gets it, and once it is closed nobody does.
  const ask = (address: string) => page.evaluate(async (path) => (await fetch(path)).status, address)
  expect(await ask(seen.address)).toBe(404)
  await page.keyboard.press('Escape')
  await page.locator('audio').waitFor({ state: 'detached' })
  // The player lets go of what it had a moment after it is gone.
  await page.waitForFunction(
    (path) =>
      new Promise<boolean>((resolve) => {
        const sound = new Audio(path)
        const tell = (isGone: boolean) => () => {
          sound.onerror = null
          sound.removeAttribute('src')
          sound.load()
          resolve(isGone)
        }
        sound.onerror = tell(true)
        sound.onloadedmetadata = tell(false)
      }),
    seen.address,
    { polling: 500 },
  )
  const clear = known()
  expect(holding(profile, clear)).toEqual([])
  const folders = new Set(
    browserProcesses('--user-data-dir=').flatMap((pid) => /--user-data-dir=([^\0\s]+)/.exec(commandOf(pid))?.[1] ?? []),
  )
  expect(folders.size).toBeGreaterThan(0)
  for (const userData of folders) expect(holding(userData, clear)).toEqual([])
  await app.close()
})
