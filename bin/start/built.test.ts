import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Build, isStale } from './built.ts'

const BUILD: Build = { output: 'dist/x', proof: 'index.html', sources: ['src', 'one.ts', 'not-there'], args: [] }
let root: string

const touch = (path: string, seconds: number) => {
  writeFileSync(join(root, path), '')
  utimesSync(join(root, path), seconds, seconds)
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'parasol-built-'))
  mkdirSync(join(root, 'dist/x'), { recursive: true })
  mkdirSync(join(root, 'src/deep'), { recursive: true })
  touch('src/deep/a.ts', 1_000)
  touch('one.ts', 1_000)
  for (const folder of ['src/deep', 'src']) utimesSync(join(root, folder), 1_000, 1_000)
})
afterEach(() => rmSync(root, { recursive: true }))

it('is stale when nothing has been built', () => {
  expect(isStale(root, BUILD)).toBe(true)
})

it('is fresh when the output is newer than every source', () => {
  touch('dist/x/index.html', 2_000)
  expect(isStale(root, BUILD)).toBe(false)
})

it.each(['src/deep/a.ts', 'one.ts'])('is stale when %s is newer', (path) => {
  touch('dist/x/index.html', 2_000)
  touch(path, 3_000)
  expect(isStale(root, BUILD)).toBe(true)
})

it('is stale when a source was deleted since', () => {
  touch('dist/x/index.html', 2_000)
  rmSync(join(root, 'src/deep/a.ts'))
  expect(isStale(root, BUILD)).toBe(true)
})
