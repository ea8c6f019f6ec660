import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

/** Licences whose works may be part of one that is under the AGPL, version 3. */
const COMPATIBLE = [
  '0BSD',
  'AGPL-3.0-only',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'Unlicense',
]

/** Facts about browsers, CC-BY-4.0, which a tool of the build reads; npm counts them as optional for the program. */
const NO_PART = ['node_modules/caniuse-lite']

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'))
const versions = z.record(z.string(), z.string())
const listed = { dependencies: versions, devDependencies: versions, overrides: versions }
const project = z.object(listed).parse(read('package.json'))
const entry = z.object({
  version: z.string().optional(),
  license: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  dev: z.boolean().optional(),
  dependencies: versions.optional(),
  devDependencies: versions.optional(),
})
const { packages } = z.object({ packages: z.record(z.string(), entry) }).parse(read('package-lock.json'))
const locked = Object.entries(packages).filter(([path]) => path !== '')

/** Whether one of the licences that an expression offers is compatible. */
const isCompatible = (expression: string): boolean =>
  expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((licence) => COMPATIBLE.includes(licence))

describe('the packages that Parasol stands on', () => {
  it('are named by one exact version each', () => {
    const all = Object.entries({ ...project.dependencies, ...project.devDependencies, ...project.overrides })
    expect(all.length).toBeGreaterThan(30)
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
  })

  it('are locked as they are named, by their hash, and from no address', () => {
    const { dependencies, devDependencies } = packages[''] ?? {}
    expect({ dependencies, devDependencies }).toEqual({ dependencies: project.dependencies, devDependencies: project.devDependencies })
    for (const [name, version] of Object.entries({ ...project.dependencies, ...project.devDependencies }))
      expect([name, packages[`node_modules/${name}`]?.version]).toEqual([name, version])
    expect(locked.filter(([, { integrity, resolved }]) => !integrity?.startsWith('sha512-') || resolved)).toEqual([])
  })

  it('are under licences that go with the AGPL, as far as they are part of the program', () => {
    const parts = locked.filter(([path, { dev }]) => !dev && !NO_PART.includes(path))
    expect(parts.length).toBeGreaterThan(100)
    expect(parts.filter(([, { license }]) => !license || !isCompatible(license)).map(([path, { license }]) => [path, license])).toEqual([])
  })
})

describe('a licence', () => {
  it('may be one of several that are offered', () => {
    expect(['MIT', '(MIT OR CC0-1.0)', 'WTFPL OR ISC'].map(isCompatible)).toEqual([true, true, true])
    expect(['GPL-2.0-only', 'UNLICENSED', 'SSPL-1.0 OR Elastic-2.0', 'MIT AND SSPL-1.0'].map(isCompatible)).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})
