import type { Engine } from '../engine.ts'
import { base } from './base.ts'

export function alertRoutes(engine: Engine) {
  const routes = base.alerts
  const alerts = () => engine.opened().alerts
  return {
    list: routes.list.handler(({ input }) => alerts().list(input)),
    get: routes.get.handler(({ input }) => alerts().get(input.recordId)),
    raise: routes.raise.handler(({ input }) => alerts().raise(input)),
    answer: routes.answer.handler(async ({ input }) => {
      await alerts().answer(input.recordId, input.answer)
      return {}
    }),
    standDown: routes.standDown.handler(async ({ input }) => {
      await alerts().standDown(input.recordId)
      return {}
    }),
  }
}
