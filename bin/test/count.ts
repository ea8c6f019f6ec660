/** How many checks passed and failed. */
export interface Counts {
  passed: number
  failed: number
}

/** The parts of Vitest's JSON report that are counted. */
export interface VitestReport {
  success: boolean
  testResults: { name: string; status: string; message?: string; assertionResults: { status: string; fullName: string }[] }[]
}

/**
 * Counts a Vitest report, test by test. A file that could not be loaded counts as one failure, and so does a test that was skipped or left
 * to be done: such a run has not shown what it claims. So does an error outside any test, which only the exit code tells.
 */
export function count(report: VitestReport, exitCode: number): Counts {
  const total: Counts = { passed: 0, failed: 0 }
  for (const file of report.testResults) {
    const passed = file.assertionResults.filter((test) => test.status === 'passed').length
    const failed = file.assertionResults.length - passed
    total.passed += passed
    total.failed += failed === 0 && file.status === 'failed' ? 1 : failed
  }
  if (total.failed === 0 && (exitCode !== 0 || !report.success)) total.failed = 1
  return total
}

/** Both together. */
export function add(one: Counts, other: Counts): Counts {
  return { passed: one.passed + other.passed, failed: one.failed + other.failed }
}

/** Whether a run counts as success: nothing failed, and something passed. */
export function isGood(counts: Counts): boolean {
  return counts.failed === 0 && counts.passed > 0
}
