import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Response } from 'playwright-core'
import type { Measured, Setup } from './bench.ts'
import { Window } from './window.ts'

/** All JavaScript that a real window loads until its first screen stands there, gzipped file by file. */
export async function run({ folder, say }: Setup): Promise<Measured> {
  const responses: Response[] = []
  const window = await Window.open(join(folder, 'profile'), (page) => {
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') responses.push(response)
    })
  })
  try {
    await window.page.waitForLoadState('networkidle')
    let sum = 0
    for (const response of responses) {
      const bytes = gzipSync(await response.body(), { level: 9 }).length
      say(`${new URL(response.url()).pathname}: ${(bytes / 1000).toFixed(1)} KB`)
      sum += bytes
    }
    if (sum === 0) throw new Error('the page loaded no script')
    return { value: sum / 1000, floor: null }
  } finally {
    await window.close()
  }
}
