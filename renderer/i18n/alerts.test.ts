import type { MessageDescriptor } from '@lingui/core'
import { expect, it, vi } from 'vitest'
import { ALERT_NEEDS } from '../../core/engine/contract/alert.ts'
import { CODES } from '../../core/engine/contract/codes.ts'
import { needWords } from './alerts.ts'
import { codeWords } from './codes.ts'

// What the macro becomes when the window is built; tests are not.
vi.mock('@lingui/core/macro', () => ({ msg: ([message = '']: TemplateStringsArray): MessageDescriptor => ({ id: message, message }) }))

it('an alert calls what is needed by the words of a request', () => {
  for (const need of CODES.need) expect(needWords(need)).toEqual(codeWords('need', need))
})

it('an alert has words for all that it can ask for, and none are those of two needs', () => {
  const all = [...new Set([...ALERT_NEEDS, ...CODES.need])].map(needWords)
  expect(all.filter((words) => typeof words === 'string')).toEqual([])
  expect(new Set(all.map((words) => JSON.stringify(words))).size).toBe(all.length)
})

it('what this version does not know is its own word', () => {
  expect(needWords('later-need')).toBe('later-need')
})
