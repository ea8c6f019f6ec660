import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseSync } from 'vite'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const FOLDERS = ['bin', 'core', 'electron', 'renderer']

interface Import {
  from: string
  to: string
  typeOnly: boolean
}

/** Every import of the project's own files, from the source itself; tests and their helpers may import what they test. */
function importsOf(file: string, text: string): Import[] {
  const { module } = parseSync(file, text)
  const said = [
    ...module.staticImports.map((one) => ({
      to: one.moduleRequest.value,
      typeOnly: one.entries.length > 0 && one.entries.every((entry) => entry.isType),
    })),
    ...module.staticExports.flatMap((one) =>
      one.entries.flatMap((entry) => (entry.moduleRequest ? [{ to: entry.moduleRequest.value, typeOnly: entry.isType }] : [])),
    ),
    ...module.dynamicImports.map((one) => ({
      to: text.slice(one.moduleRequest.start, one.moduleRequest.end).replaceAll(/^['"`]|['"`]$/g, ''),
      typeOnly: false,
    })),
  ]
  return said.map(({ to, typeOnly }) => ({
    from: file,
    to: to.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), to)) : to,
    typeOnly,
  }))
}

function sources(): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ).filter((file) => /\.tsx?$/.test(file) && !/\.(test|d)\.tsx?$/.test(file) && !file.includes('/testing/'))
}

const all = sources().flatMap((file) => importsOf(file, readFileSync(join(ROOT, file), 'utf8')))
const inside = (path: string, ...folders: string[]) =>
  folders.some((folder) => path === folder || path.startsWith(folder.endsWith('.ts') ? folder : `${folder}/`))

/** ARCHITECTURE.md as rules: who is meant, and what such a file may import of the project. */
interface Rule {
  layer: string
  may: string[]
  /** Of these only types. */
  mayTypes?: string[]
}

const PORT = 'core/engine/port.ts'
const CONTRACT = 'core/engine/contract'
const ERROR = 'core/error.ts'
const PACER = 'core/pacer.ts'
const SQLCIPHER = 'core/sqlcipher.ts'
const RULES: Rule[] = [
  { layer: 'bin', may: ['bin', 'electron', PORT, CONTRACT] },
  { layer: 'electron', may: ['electron', 'bin', PORT, CONTRACT] },
  { layer: 'renderer', may: ['renderer', CONTRACT], mayTypes: [PORT] },
  { layer: CONTRACT, may: [CONTRACT] },
  { layer: 'core/engine', may: ['core'] },
  { layer: 'core/blobs', may: ['core/blobs', 'core/records', 'core/log', 'core/crypto', CONTRACT, ERROR, PACER] },
  { layer: 'core/sync', may: ['core/sync', 'core/space', 'core/records', 'core/log', 'core/crypto', CONTRACT, ERROR, PACER] },
  { layer: 'core/courier', may: ['core/courier', 'core/space', 'core/records', 'core/log', 'core/crypto', CONTRACT, ERROR, PACER] },
  { layer: 'core/exchange', may: ['core/exchange', 'core/records', 'core/log', 'core/crypto', CONTRACT, ERROR, PACER] },
  { layer: 'core/index', may: ['core/index', 'core/records', 'core/log', 'core/crypto', CONTRACT, ERROR, PACER, SQLCIPHER] },
  { layer: 'core/space', may: ['core/space', 'core/records', 'core/log', 'core/crypto', CONTRACT, ERROR, PACER] },
  { layer: 'core/records', may: ['core/records', 'core/log', 'core/crypto', CONTRACT, ERROR] },
  { layer: 'core/vault', may: ['core/vault', 'core/crypto', CONTRACT, ERROR, SQLCIPHER] },
  { layer: 'core/log', may: ['core/log', 'core/crypto', ERROR] },
  { layer: 'core/crypto', may: ['core/crypto', ERROR] },
  { layer: PACER, may: [] },
  { layer: SQLCIPHER, may: [] },
]

/** The rule of the innermost layer that a file lies in. */
function ruleFor(file: string): Rule | undefined {
  return RULES.filter((rule) => inside(file, rule.layer)).sort((a, b) => b.layer.length - a.layer.length)[0]
}

function breaches(imports: readonly Import[]): string[] {
  return imports
    .filter(({ to }) => inside(to, ...FOLDERS))
    .filter(({ from, to, typeOnly }) => {
      const rule = ruleFor(from)
      return rule && !inside(to, ...rule.may) && !(typeOnly && inside(to, ...(rule.mayTypes ?? [])))
    })
    .map(({ from, to }) => `${from} -> ${to}`)
}

/** The circles among the files, each from its first file back to it. Types are left out: they are not there when the program runs. */
function circles(imports: readonly Import[]): string[] {
  const next = Map.groupBy(
    imports.filter((one) => !one.typeOnly && inside(one.to, ...FOLDERS)),
    (one) => one.from,
  )
  const done = new Set<string>()
  const found: string[] = []
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file)
    if (at >= 0) found.push([...path.slice(at), file].join(' -> '))
    if (at >= 0 || done.has(file)) return
    for (const { to } of next.get(file) ?? []) visit(to, [...path, file])
    done.add(file)
  }
  for (const file of next.keys()) visit(file, [])
  return found
}

describe('the layers of ARCHITECTURE.md', () => {
  it('are kept by every import', () => {
    expect(all.length).toBeGreaterThan(50)
    expect(breaches(all)).toEqual([])
  })

  it('have no circle', () => {
    expect(circles(all)).toEqual([])
  })

  it('name every folder that has code', () => {
    const loose = [...new Set(all.map(({ from }) => from))].filter((file) => !ruleFor(file) && file !== ERROR)
    expect(loose).toEqual([])
  })

  it('let nobody but the Electron shell import electron, and the renderer nothing of Node', () => {
    expect(all.filter(({ from, to }) => to === 'electron' && !inside(from, 'electron'))).toEqual([])
    expect(all.filter(({ from, to }) => inside(from, 'renderer') && (to.startsWith('node:') || to === 'ws'))).toEqual([])
  })
})

describe('what makes a hash quick to guess', () => {
  it.each([
    ['createVaultAt', 'core/vault/vault.ts'],
    ['phraseCost', 'core/sync'],
  ])('%s is given by tests alone', (name, home) => {
    const whoSays = sources().filter((file) => readFileSync(join(ROOT, file), 'utf8').includes(name))
    expect(whoSays).not.toEqual([])
    expect(whoSays.filter((file) => !inside(file, home))).toEqual([])
  })
})

describe('the rules themselves', () => {
  const text =
    "import type { A } from '../../core/engine/port.ts'\nimport { b } from '../../core/crypto/b.ts'\nexport { c } from '../ui/c.ts'\nconst d = import('../../electron/d.ts')"
  const made = importsOf('renderer/app/x.ts', text)

  it('read every kind of import', () => {
    expect(made.map(({ to, typeOnly }) => [to, typeOnly])).toEqual([
      ['core/engine/port.ts', true],
      ['core/crypto/b.ts', false],
      ['renderer/ui/c.ts', false],
      ['electron/d.ts', false],
    ])
  })

  it('find what is forbidden', () => {
    expect(breaches(made)).toEqual(['renderer/app/x.ts -> core/crypto/b.ts', 'renderer/app/x.ts -> electron/d.ts'])
    expect(breaches(importsOf('renderer/x.ts', "import { PORT_END_CODES } from '../core/engine/port.ts'"))).toHaveLength(1)
    expect(breaches(importsOf('core/log/x.ts', "import '../space/y.ts'"))).toHaveLength(1)
    expect(breaches(importsOf('core/engine/contract/x.ts', "import '../../crypto/y.ts'"))).toHaveLength(1)
  })

  it('find circles', () => {
    const edge = (from: string, to: string) => ({ from, to, typeOnly: false })
    expect(circles([edge('core/a.ts', 'core/b.ts'), edge('core/b.ts', 'core/c.ts'), edge('core/c.ts', 'core/a.ts')])).toEqual([
      'core/a.ts -> core/b.ts -> core/c.ts -> core/a.ts',
    ])
  })
})
