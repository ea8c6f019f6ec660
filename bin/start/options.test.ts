import { describe, expect, it } from 'vitest'
import { defaultProfileDir, OptionError, readOptions } from './options.ts'

const read = (...argv: string[]) => readOptions(argv, { HOME: '/home/a', XDG_DATA_HOME: '/data' }, 'linux')

describe('readOptions', () => {
  it('opens the default profile on any port without options', () => {
    expect(read()).toEqual({ browser: false, open: true, profileDir: '/data/parasol', port: 0 })
  })

  it('understands every option', () => {
    expect(read('--browser', '--no-open', '--profile', '/x/y', '--port', '8123')).toEqual({
      browser: true,
      open: false,
      profileDir: '/x/y',
      port: 8123,
    })
    expect(read('--help')).toBe('help')
  })

  it('takes a relative profile from where the person stood, not from where npm went', () => {
    expect(readOptions(['--profile', 'logs/one'], { INIT_CWD: '/home/a' }, 'linux')).toMatchObject({ profileDir: '/home/a/logs/one' })
  })

  it.each([['--port', '65536'], ['--port', '-1'], ['--port', '80a'], ['--port', ''], ['--profile', ''], ['--nonsense'], ['word']])(
    'refuses %s %s with a sentence',
    (...argv) => {
      expect(() => read(...argv)).toThrow(OptionError)
    },
  )
})

describe('defaultProfileDir', () => {
  it('follows the custom of each system', () => {
    expect(defaultProfileDir({}, 'linux', '/home/a')).toBe('/home/a/.local/share/parasol')
    expect(defaultProfileDir({ XDG_DATA_HOME: 'relative' }, 'linux', '/home/a')).toBe('/home/a/.local/share/parasol')
    expect(defaultProfileDir({}, 'darwin', '/Users/a')).toBe('/Users/a/Library/Application Support/Parasol')
    expect(defaultProfileDir({ APPDATA: '/roaming' }, 'win32', '/a')).toBe('/roaming/Parasol')
  })
})
