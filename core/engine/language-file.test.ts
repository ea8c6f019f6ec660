import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { LanguageFile } from './language-file.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parasol-language-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const path = (): string => join(folder, 'language')

it('is none until one is chosen, and then holds the code and nothing else, for this user only', () => {
  const file = new LanguageFile(path())
  expect(file.get()).toBeNull()
  file.set('sw')
  expect(new LanguageFile(path()).get()).toBe('sw')
  expect(readFileSync(path(), 'utf8')).toBe('sw\n')
  if (process.platform !== 'win32') expect(statSync(path()).mode & 0o077).toBe(0)
  file.set('fr')
  expect(file.get()).toBe('fr')
})

it('takes what it cannot read as one of the languages for none', () => {
  for (const text of ['', 'xx', '../../etc', '\u0000', 'sw'.repeat(1_000), `sw${' '.repeat(100)}`]) {
    writeFileSync(path(), text)
    expect(new LanguageFile(path()).get()).toBeNull()
  }
  expect(new LanguageFile(folder).get()).toBeNull()
  expect(new LanguageFile(join(path(), 'deeper')).get()).toBeNull()
})

it('says in a code that it could not be kept', () => {
  expect(() => new LanguageFile(join(folder, 'missing', 'language')).set('sw')).toThrow()
})
