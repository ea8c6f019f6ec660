import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const read = (path: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', path), 'utf8')) as Record<string, Record<string, string>>
const major = (version: string | undefined) => /\d+/.exec(version ?? '')?.[0]

it('runs on the Node that Electron has inside, as far as its package tells', () => {
  const ours = read('package.json')['devDependencies']?.['node']
  expect(major(ours)).toBe(major(read('node_modules/electron/package.json')['dependencies']?.['@types/node']))
  expect(major(process.version)).toBe(major(ours))
})

it('pins every dependency, and its lock file names no address', () => {
  const { dependencies, devDependencies } = read('package.json')
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
    expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)])
  expect(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/)
})

it('names every fuse that Electron has, so that none is left to a default', () => {
  const known = readFileSync(join(import.meta.dirname, '../node_modules/@electron/fuses/dist/config.d.ts'), 'utf8')
  const fuses = [...(/enum FuseV1Options \{([^}]*)\}/.exec(known)?.[1] ?? '').matchAll(/(\w+) = \d+/g)].map(([, name]) => name as string)
  expect(fuses.length).toBeGreaterThanOrEqual(8)
  const builder = readFileSync(join(import.meta.dirname, '../electron-builder.yml'), 'utf8')
  for (const fuse of fuses) expect(builder).toMatch(new RegExp(`^  ${fuse.charAt(0).toLowerCase()}${fuse.slice(1)}: (true|false)$`, 'm'))
})

it('keeps the HyperDHT whose way to a computer on the same network does not end in silence', () => {
  // From 6.33 the short way races with hole punching, and the loser ends the other side's stream: test/integration/meet-again.test.ts.
  expect(read('package.json')['dependencies']?.['hyperdht']).toBe('6.32.0')
})
