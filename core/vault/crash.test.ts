import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openProfile } from './profile.ts'
import { killAfter, runVictim, startVictim } from './testing/spawn.ts'
import { createVaultAt, hasVault, unlock, type Vault } from './vault.ts'

/** What a person finds after the power went, or the process was killed, at each single change to the disk. */
const COST = { opslimit: 1, memlimit: 8192 }
const OLD = Buffer.from('the old passphrase of this vault')
const NEW = Buffer.from('quite another passphrase from now on')

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'parasol-crash-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

async function opens(dir: string, passphrase: Buffer): Promise<boolean> {
  const profile = openProfile(dir)
  try {
    const vault: Vault = await unlock(profile, passphrase)
    expect(vault.state.secrets.organisationName()).toBe('Crash test')
    expect(vault.words()).toHaveLength(24)
    expect(vault.state.devices.active()).not.toBeNull()
    vault.close()
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'WRONG_PASSPHRASE' })
    return false
  } finally {
    profile.close()
  }
}

async function makeVault(dir: string): Promise<void> {
  const profile = openProfile(dir)
  const vault = await createVaultAt(profile, { organisationName: 'Crash test', passphrase: OLD }, COST)
  vault.close()
  profile.close()
}

describe('a creation that is killed', () => {
  it('leaves no vault, and can be done again, or the whole vault, at every change to the disk', async () => {
    const whole = await runVictim('create', join(root, 'whole'), '0')
    const changes = Number(whole.last)
    expect(whole.code).toBe(0)
    expect(changes).toBeGreaterThan(15)
    const found: boolean[] = []
    for (let n = 1; n <= changes; n += 1) {
      const dir = join(root, `create-${n}`)
      expect(await runVictim('create', dir, String(n))).toMatchObject({ signal: 'SIGKILL' })
      const profile = openProfile(dir)
      const there = hasVault(profile)
      profile.close()
      if (!there) await makeVault(dir)
      expect(await opens(dir, OLD)).toBe(true)
      found.push(there)
    }
    // There is one moment from which there is a vault, and it is seen on both sides.
    expect(found.indexOf(true)).toBeGreaterThan(0)
    expect(found.slice(found.indexOf(true))).not.toContain(false)
  })
})

describe('a change of the passphrase that is killed', () => {
  it('leaves the old or the new passphrase, exactly one, at every change to the disk', async () => {
    await makeVault(join(root, 'template'))
    const copy = (name: string): string => {
      cpSync(join(root, 'template'), join(root, name), { recursive: true })
      return join(root, name)
    }
    const changes = Number((await runVictim('change', copy('whole'), '0')).last)
    expect(changes).toBeGreaterThanOrEqual(4)
    const outcomes = new Set<string>()
    for (let n = 1; n <= changes; n += 1) {
      const dir = copy(`change-${n}`)
      expect(await runVictim('change', dir, String(n))).toMatchObject({ signal: 'SIGKILL' })
      const [old, next] = [await opens(dir, OLD), await opens(dir, NEW)]
      expect([old, next].filter(Boolean)).toHaveLength(1)
      outcomes.add(old ? 'old' : 'new')
    }
    expect(outcomes).toEqual(new Set(['old', 'new']))
  })
})

describe('what was acknowledged', () => {
  it('is there after SIGKILL in the midst of saving', async () => {
    const dir = join(root, 'drafts')
    await makeVault(dir)
    const printed = await killAfter(startVictim('draft', dir, '0'), 60)
    expect(printed.length).toBeGreaterThanOrEqual(60)
    const profile = openProfile(dir)
    const vault = await unlock(profile, OLD)
    const saved = new Set(vault.state.drafts.list().map((draft) => draft.draftId))
    for (const n of printed) expect(saved).toContain(`draft-${n}`)
    vault.close()
    profile.close()
  })
})

describe('the hold on a profile', () => {
  it('keeps a second process out, and ends with SIGKILL of the first', async () => {
    const dir = join(root, 'held')
    const holder = startVictim('hold', dir, '0')
    try {
      await once(holder.stdout, 'data')
      expect(() => openProfile(dir)).toThrow('PROFILE_BUSY')
    } finally {
      holder.kill('SIGKILL')
      await once(holder, 'exit')
    }
    openProfile(dir).close()
  })
})
