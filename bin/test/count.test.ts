import { describe, expect, it } from 'vitest'
import { add, count, isGood, type VitestReport } from './count.ts'

function report(success: boolean, ...files: { status: string; tests: string[] }[]): VitestReport {
  return {
    success,
    testResults: files.map(({ status, tests }) => ({
      name: 'f',
      status,
      assertionResults: tests.map((one) => ({ status: one, fullName: 't' })),
    })),
  }
}

describe('count', () => {
  it('counts tests, not files', () => {
    const mixed = report(false, { status: 'passed', tests: ['passed', 'passed'] }, { status: 'failed', tests: ['passed', 'failed'] })
    expect(count(mixed, 1)).toEqual({ passed: 3, failed: 1 })
  })

  it('counts a file that could not be loaded', () => {
    expect(count(report(false, { status: 'failed', tests: [] }), 1)).toEqual({ passed: 0, failed: 1 })
  })

  it('counts a skipped test as one that failed', () => {
    expect(count(report(true, { status: 'passed', tests: ['passed', 'pending', 'todo'] }), 0)).toEqual({ passed: 1, failed: 2 })
  })

  it('counts an error outside of every test', () => {
    expect(count(report(true, { status: 'passed', tests: ['passed'] }), 1)).toEqual({ passed: 1, failed: 1 })
  })
})

it('calls a run without tests no success', () => {
  expect(isGood({ passed: 0, failed: 0 })).toBe(false)
  expect(isGood(add({ passed: 1, failed: 0 }, { passed: 2, failed: 0 }))).toBe(true)
  expect(isGood({ passed: 5, failed: 1 })).toBe(false)
})
