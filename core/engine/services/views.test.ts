import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { randomBytes } from '../../crypto/bytes.ts'
import { createState, openState, type State } from '../../vault/state/state.ts'
import { type Filters, filtersSchema, LIMITS } from '../contract/index.ts'
import { ViewService } from './views.ts'

const filters = (changes: Partial<Filters> = {}): Filters => ({ ...filtersSchema.parse({}), ...changes })
const key = randomBytes(32)
let dir: string
let state: State
let views: ViewService

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'parasol-views-'))
  state = createState(join(dir, 'state.db'), key)
  views = new ViewService(state)
})
afterEach(() => {
  state.close()
  rmSync(dir, { recursive: true, force: true })
})

const names = () => views.list().map(({ name }) => name)
const save = (name: string, was: string | null = null, changes: Partial<Filters> = {}) =>
  views.save({ name, filters: filters(changes), was })

describe('saved views', () => {
  it('are there again when the log is opened again, by name, as they were kept', () => {
    expect(views.list()).toEqual([])
    save('Raids', null, { types: ['raid-premises'], from: '2026-01-01' })
    save('arrests', null, { types: ['arrest'] })
    state.close()
    state = openState(join(dir, 'state.db'), key)
    views = new ViewService(state)
    expect(views.list()).toEqual([
      { name: 'arrests', filters: filters({ types: ['arrest'] }) },
      { name: 'Raids', filters: filters({ types: ['raid-premises'], from: '2026-01-01' }) },
    ])
  })

  it('get another name or show something else, and never the name of another', () => {
    save('Raids')
    save('Café')
    expect(() => save('raids')).toThrow('BAD_INPUT')
    expect(() => save('CAFE', 'Raids')).toThrow('BAD_INPUT')
    save('RAIDS', 'Raids', { waits: true })
    expect(views.list()).toEqual([
      { name: 'Café', filters: filters() },
      { name: 'RAIDS', filters: filters({ waits: true }) },
    ])
    save('Night', 'raids')
    expect(names()).toEqual(['Café', 'Night'])
  })

  it('go when they are erased, and one that is gone already is no matter', () => {
    save('Raids')
    save('Night')
    views.erase('raids')
    views.erase('raids')
    expect(names()).toEqual(['Night'])
  })

  it('are fifty at most, of which each can still be renamed', () => {
    for (let at = 0; at < LIMITS.views; at++) save(`View ${at}`)
    expect(() => save('One more')).toThrow('BAD_INPUT')
    save('One more', 'View 7')
    expect(names()).toHaveLength(LIMITS.views)
    expect(names()).toContain('One more')
  })

  it('that this version cannot read are left out, and cost no other', () => {
    state.settings.put('log-views', [{ name: 'Raids', filters: {} }, { name: '' }, 7, { name: 'Night', filters: { audience: 'nobody' } }])
    expect(views.list()).toEqual([{ name: 'Raids', filters: filters() }])
  })

  it('are after any steps what the steps say, each name once', () => {
    const name = fc.constantFrom('a', 'A', 'b', 'ä', 'c')
    const step = fc.record({ name, was: fc.option(name), erase: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        for (const each of names()) views.erase(each)
        const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
        const expected = new Map<string, string>()
        for (const { name: called, was, erase } of steps) {
          if (erase) {
            views.erase(called)
            expected.delete(fold(called))
            continue
          }
          const isTaken = expected.has(fold(called)) && (was === null || fold(was) !== fold(called))
          if (isTaken) expect(() => save(called, was)).toThrow('BAD_INPUT')
          else {
            save(called, was)
            if (was !== null) expected.delete(fold(was))
            expected.set(fold(called), called)
          }
        }
        expect(names()).toEqual([...expected].sort(([a], [b]) => a.localeCompare(b)).map(([, called]) => called))
      }),
      { numRuns: 40 },
    )
  })
})
