import { implement, ORPCError } from '@orpc/server'
import { contract } from '../contract/index.ts'
import { describeFault, logFault } from '../faults.ts'

/**
 * The contract's implementer. Everything that a handler throws becomes one code of the catalogue here, and only here; what was not foreseen is
 * logged without its message and reaches the window as ENGINE_FAULT.
 */
export const base = implement(contract).use(async ({ next }) => {
  try {
    const result = await next()
    return isStream(result.output) ? { ...result, output: worded(result.output) } : result
  } catch (error) {
    throw toWire(error)
  }
})

const isStream = (output: unknown): output is AsyncIterable<unknown, unknown, void> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output

/** A stream fails long after its procedure has answered: its errors are put into the words of the catalogue here. */
async function* worded(stream: AsyncIterable<unknown, unknown, void>): AsyncGenerator<unknown, unknown, void> {
  try {
    return yield* stream
  } catch (error) {
    throw toWire(error)
  }
}

/** The error as the window gets it. */
function toWire(error: unknown): ORPCError<string, unknown> {
  const fault = describeFault(error)
  if (fault.code === 'ENGINE_FAULT') logFault('procedure', error)
  return new ORPCError<string, unknown>(fault.code, { defined: true, data: fault.data })
}
