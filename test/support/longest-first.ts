import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The kinds of test, those with the longest files first. */
const KINDS = ['e2e', 'integration', 'unit']

/** The files that take longest, the longest first. */
const LONG = [
  'test/e2e/screens-full.e2e.ts',
  'test/e2e/cards.e2e.ts',
  'test/e2e/screens.e2e.ts',
  'test/e2e/focus.e2e.ts',
  'test/e2e/night-keys.e2e.ts',
  'test/e2e/language.e2e.ts',
  'test/e2e/share.e2e.ts',
  'test/e2e/incident.e2e.ts',
  'test/e2e/hard-times.e2e.ts',
  'test/e2e/computers.e2e.ts',
  'test/e2e/alerts-course.e2e.ts',
  'test/e2e/night.e2e.ts',
  'test/integration/computers.test.ts',
  'test/integration/courier.test.ts',
  'test/integration/engine-consent.test.ts',
  'core/space/attacks-cost.test.ts',
]

/**
 * Starts what takes long first, so that no processor stands idle at the end beside one long file: kind by kind, in each the files that are
 * known to take long, then the others as Vitest has them. By their size alone the longest of all would come last.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONG.indexOf(relative(this.ctx.config.root, moduleId).replaceAll('\\', '/'))
      return at < 0 ? LONG.length : at
    }
    const others = await super.sort(files)
    return others.toSorted((a, b) => KINDS.indexOf(a.project.name) - KINDS.indexOf(b.project.name) || place(a) - place(b))
  }
}
