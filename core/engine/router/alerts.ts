import type { Engine } from '../engine.ts'
import { afterwards } from '../services/record-writer.ts'
import { base } from './base.ts'

export function alertRoutes(engine: Engine) {
  const routes = base.alerts
  const alerts = () => engine.opened().alerts
  const desk = () => engine.opened().alertDesk
  return {
    list: routes.list.handler(({ input }) => alerts().list(input)),
    get: routes.get.handler(({ input }) => alerts().get(input.recordId)),
    find: routes.find.handler(({ input }) => alerts().find(input.text)),
    raise: routes.raise.handler(async ({ input }) => {
      const done = await alerts().raise(input)
      afterwards(() => desk().dropDraft())
      return done
    }),
    mayName: routes.mayName.handler(async ({ input }) => ({ named: await alerts().mayName(input.words) })),
    update: routes.update.handler(async ({ input }) => {
      await alerts().update(input.recordId, input.changes, input.news)
      return {}
    }),
    answer: routes.answer.handler(async ({ input: { recordId, ...said } }) => {
      await alerts().answer(recordId, said)
      return {}
    }),
    standDown: routes.standDown.handler(async ({ input }) => {
      await alerts().standDown(input.recordId, input.words)
      return {}
    }),
    draft: routes.draft.handler(() => ({ draft: desk().draft() })),
    keepDraft: routes.keepDraft.handler(({ input }) => {
      desk().keepDraft(input)
      return {}
    }),
    dropDraft: routes.dropDraft.handler(() => {
      desk().dropDraft()
      return {}
    }),
    templates: routes.templates.handler(() => desk().templates()),
    keepTemplates: routes.keepTemplates.handler(({ input }) => {
      desk().keepTemplates(input)
      return {}
    }),
  }
}
