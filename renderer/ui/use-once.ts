import { type UseMutationOptions, type UseMutationResult, useMutation } from '@tanstack/react-query'
import { useMemo } from 'react'
import { oneAtATime } from './one-at-a-time.ts'

/**
 * A mutation that writes something: one at a time. `isPending` comes to the screen a moment after the press; until then a second one would
 * write a second time. Not for a switch that is turned on and off again, nor for what only looks something up: there the last one counts.
 */
export function useOnce<Data = unknown, Variables = void>(options: UseMutationOptions<Data, Error, Variables>): Once<Data, Variables> {
  const mutation = useMutation(options)
  const { mutateAsync } = mutation
  const once = useMemo(() => oneAtATime(mutateAsync), [mutateAsync])
  return {
    ...mutation,
    mutateAsync: once,
    // The mutation holds its error for the screen.
    mutate: (...args) => void once(...args).catch(() => undefined),
  }
}

export type Once<Data, Variables> = UseMutationResult<Data, Error, Variables>
