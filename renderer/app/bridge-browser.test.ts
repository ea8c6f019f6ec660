import { describe, expect, it } from 'vitest'
import { PORT_END_CODES } from '../../core/engine/port.ts'
import { END_BY_CODE } from './bridge-browser.ts'

describe('the reasons why a port ends', () => {
  it('have the same numbers here as in the shell', () => {
    const ours = Object.fromEntries(Object.entries(END_BY_CODE).map(([code, end]) => [end, Number(code)]))
    expect(ours).toEqual(PORT_END_CODES)
  })
})
