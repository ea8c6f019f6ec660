import { describe, expect, it } from 'vitest'
import { loadEstimator } from './strength.ts'

describe('the estimator', () => {
  it('calls six random words very strong, and what people choose what it is', async () => {
    const estimate = await loadEstimator()
    expect(estimate('glance paddle oxidize turban mossy ferret')).toBe('very-strong')
    expect(estimate('password1234')).toBe('easy')
    expect(estimate('qwertyuiop123')).toBe('easy')
    expect(estimate('aaaaaaaaaaaaaaaaaaaa')).toBe('easy')
  })

  it('takes a very long text without hanging', async () => {
    const estimate = await loadEstimator()
    expect(estimate('x9!q'.repeat(256))).toBeDefined()
  })
})
