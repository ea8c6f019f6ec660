import { getCatalogs } from '@lingui/cli/api'
import { getConfig } from '@lingui/conf'
import { describe, expect, it } from 'vitest'

describe('the English catalogue', () => {
  it('holds every message of the source and no other: run `lingui extract --clean` when this fails', async () => {
    const [catalogue] = await getCatalogs(getConfig())
    if (catalogue === undefined) throw new Error('lingui.config.ts names no catalogue')
    const inSource = Object.keys((await catalogue.collect()) ?? {})
    const kept = await catalogue.read('en')
    expect(inSource.length).toBeGreaterThan(200)
    expect(Object.keys(kept ?? {}).sort()).toEqual(inSource.sort())
    expect(Object.values(kept ?? {}).filter((message) => message.obsolete)).toEqual([])
  })
})
