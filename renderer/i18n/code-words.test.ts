import { getCatalogs } from '@lingui/cli/api'
import { getConfig } from '@lingui/conf'
import type { MessageDescriptor } from '@lingui/core'
import { generateMessageId } from '@lingui/message-utils/generateMessageId'
import { expect, it, vi } from 'vitest'
import { CODES, type CodeList } from '../../core/engine/contract/codes.ts'
import { INCIDENT_TYPES } from '../../core/engine/contract/incident.ts'
import { LANGUAGES } from '../../core/engine/contract/language.ts'
import { BUILT_IN_KINDS } from './alerts.ts'
import { codeWords } from './codes.ts'
import { typeWords } from './incident-types.ts'

// What the macro becomes when the window is built; tests are not.
vi.mock('@lingui/core/macro', () => ({
  msg: ([message = '']: TemplateStringsArray): MessageDescriptor => ({ id: generateMessageId(message), message }),
}))

const [one] = await getCatalogs(getConfig())
const catalogues = await Promise.all(LANGUAGES.map(async (language) => (await one?.read(language)) ?? {}))
const said = (words: MessageDescriptor | string): string[] => {
  if (typeof words === 'string') throw new Error(`${words} has no words`)
  return [...new Set(catalogues.flatMap((each) => each[words.id]?.translation || words.message || []))]
}

it('the engine knows what every code is called in every language: `vitest -u` writes the table anew', async () => {
  const lines = (list: string, codes: readonly string[], words: (code: string) => MessageDescriptor | string): string =>
    ` ${JSON.stringify(list)}: {\n${codes.map((code) => `  ${JSON.stringify(code)}: ${JSON.stringify(said(words(code)))}`).join(',\n')}\n }`
  const slugs = INCIDENT_TYPES.map(({ slug }) => slug)
  const lists = (Object.keys(CODES) as CodeList[]).map((list) => lines(list, CODES[list], (code) => codeWords(list, code)))
  const table = `{\n${[lines('types', slugs, typeWords), ...lists].join(',\n')}\n}\n`
  await expect(table).toMatchFileSnapshot('../../core/records/code-words.json')
})

it('a kind of alert is known by its words in every language: `vitest -u` writes the table anew', async () => {
  const lines = BUILT_IN_KINDS.map(({ id, what }) => ` ${JSON.stringify(id)}: ${JSON.stringify(said(what))}`)
  await expect(`{\n${lines.join(',\n')}\n}\n`).toMatchFileSnapshot('./alert-kinds.json')
})
