import { describe, expect, it } from 'vitest'
import { CODE_LIFE, Sessions } from './session.ts'

function setup() {
  let time = 0
  const sessions = new Sessions(() => time)
  const pass = (ms: number): void => {
    time += ms
  }
  return { sessions, pass }
}

function tokenOf(outcome: ReturnType<Sessions['redeem']>): string {
  if (typeof outcome === 'string') throw new Error(outcome)
  return outcome.token
}

describe('Sessions', () => {
  it('exchanges a code for a token, once', () => {
    const { sessions } = setup()
    const code = sessions.issue(CODE_LIFE.printed)
    const token = tokenOf(sessions.redeem(code))
    expect(sessions.holds(token)).toBe(true)
    expect(sessions.redeem(code)).toBe('reused')
  })

  it('reports a second use even after the code would have expired', () => {
    const { sessions, pass } = setup()
    const code = sessions.issue(CODE_LIFE.opened)
    sessions.redeem(code)
    pass(3_600_000)
    expect(sessions.redeem(code)).toBe('reused')
  })

  it('knows no expired, made-up, empty or long code', () => {
    const { sessions, pass } = setup()
    const code = sessions.issue(CODE_LIFE.opened)
    pass(CODE_LIFE.opened + 1)
    for (const wrong of [code, '', 'x', 'A'.repeat(22), 'x'.repeat(4_000), `${code} `]) expect(sessions.redeem(wrong)).toBe('unknown')
    expect(sessions.running).toBe(false)
  })

  it('gives a code its whole life', () => {
    const { sessions, pass } = setup()
    const code = sessions.issue(CODE_LIFE.opened)
    pass(CODE_LIFE.opened)
    expect(tokenOf(sessions.redeem(code))).toMatch(/^[\w-]{43}$/)
  })

  it('ends the session before with a new one, and all with end', () => {
    const { sessions } = setup()
    const first = tokenOf(sessions.redeem(sessions.issue(1_000)))
    const second = tokenOf(sessions.redeem(sessions.issue(1_000)))
    expect([sessions.holds(first), sessions.holds(second)]).toEqual([false, true])
    sessions.end()
    expect(sessions.holds(second)).toBe(false)
    expect(sessions.holds('')).toBe(false)
  })
})
