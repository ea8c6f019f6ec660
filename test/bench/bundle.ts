import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Response } from 'playwright-core'
import { LANGUAGES } from '../../core/engine/contract/language.ts'
import type { Measured, Setup } from './bench.ts'
import { Window } from './window.ts'

/** All JavaScript that a real window loads until its first screen stands there, gzipped file by file: in the language in which that is most. */
export async function run({ folder, say }: Setup): Promise<Measured> {
  const sums: number[] = []
  for (const language of LANGUAGES) sums.push(await firstScreen(join(folder, 'profile'), language, say))
  return { value: Math.max(...sums), floor: null }
}

/** In KB. */
async function firstScreen(profileDir: string, language: string, say: Setup['say']): Promise<number> {
  const responses: Response[] = []
  const watch: Parameters<typeof Window.open>[1] = (page) => {
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') responses.push(response)
    })
  }
  const window = await Window.open(profileDir, watch, language)
  try {
    await window.page.waitForLoadState('networkidle')
    const spoken = await window.page.evaluate(() => document.documentElement.lang)
    if (spoken !== language) throw new Error(`the first screen speaks ${spoken}, not ${language}`)
    let sum = 0
    for (const response of responses) {
      const bytes = gzipSync(await response.body(), { level: 9 }).length
      say(`${language}: ${new URL(response.url()).pathname}: ${(bytes / 1000).toFixed(1)} KB`)
      sum += bytes
    }
    if (sum === 0) throw new Error('the page loaded no script')
    return sum / 1000
  } finally {
    await window.close()
  }
}
