import { describe, expect, it } from 'vitest'
import { utf8 } from '../crypto/bytes.ts'
import { suggestPassphrase } from './diceware/diceware.ts'
import { normalised, requireStrong } from './passphrase.ts'

describe('a passphrase', () => {
  it('is the same however its letters are composed', () => {
    const composed = 'caf\u00e9 \u2126 \ufb01n'
    expect(normalised(utf8(composed.normalize('NFD')))).toEqual(normalised(utf8(composed)))
    expect(normalised(utf8('\uff41\uff42'))).toEqual(utf8('ab'))
  })

  it('keeps case, spaces and line ends', () => {
    expect(normalised(utf8(' A b\n'))).toEqual(utf8(' A b\n'))
  })

  it('is a copy that can be zeroed', () => {
    const given = utf8('ascii only')
    normalised(given).fill(0)
    expect(given.toString()).toBe('ascii only')
  })

  it('is refused when it is not UTF-8, or endless', () => {
    expect(() => normalised(Buffer.from([0x61, 0xff, 0xfe]))).toThrow('BAD_INPUT')
    expect(() => normalised(Buffer.alloc(5000, 'a'))).toThrow('BAD_INPUT')
  })
})

describe('the strength of a new passphrase', () => {
  const weak = (text: string, names: string[] = []) => requireStrong(utf8(text), names)

  it('is asked for: length first, then how easily it is guessed', async () => {
    await expect(weak('Xq7#kPz92_m')).rejects.toMatchObject({ code: 'PASSPHRASE_TOO_WEAK', data: { limit: 12 } })
    await expect(weak('')).rejects.toThrow('PASSPHRASE_TOO_WEAK')
    for (const text of ['aaaaaaaaaaaa', '123456789012', 'password1234', 'qwertyuiop[]', 'abcabcabcabc', 'parasolparasol']) {
      await expect(weak(text)).rejects.toThrow('PASSPHRASE_TOO_WEAK')
    }
  })

  it('knows the name of the organisation', async () => {
    await expect(weak('Empower Kilimanjaro', ['Empower Kilimanjaro'])).rejects.toThrow('PASSPHRASE_TOO_WEAK')
    await expect(weak('Empower Kilimanjaro')).resolves.toBeUndefined()
  })

  it('is enough for every suggested passphrase, and for other scripts', async () => {
    for (let n = 0; n < 5; n += 1) await expect(weak(suggestPassphrase().join(' '))).resolves.toBeUndefined()
    await expect(weak('приходи завтра к реке с фонарём')).resolves.toBeUndefined()
    await expect(weak('明日の朝川のほとりで会いましょう')).resolves.toBeUndefined()
  })
})
