import type { Engine } from '../engine.ts'
import { base } from './base.ts'

export function recordRoutes(engine: Engine) {
  const routes = base.records
  return {
    list: routes.list.handler(({ input }) => engine.opened().records.list(input)),
    count: routes.count.handler(({ input }) => engine.opened().records.count(input)),
    figures: routes.figures.handler(({ input, signal }) => engine.opened().records.figures(input, signal)),
    get: routes.get.handler(({ input }) => engine.opened().records.get(input.recordId)),
    history: routes.history.handler(({ input }) => engine.opened().records.history(input.recordId)),
    create: routes.create.handler(({ input }) => engine.opened().records.create(input)),
    amend: routes.amend.handler(({ input }) => engine.opened().records.amend(input)),
    erase: routes.erase.handler(async ({ input }) => {
      await engine.opened().records.erase(input.recordId, input.alsoIn)
      return {}
    }),
    reach: routes.reach.handler(({ input }) => engine.opened().records.reach(input.recordId)),
    shareable: routes.shareable.handler(({ input }) => engine.opened().sharing.shareable(input.recordId, input.audience)),
    share: routes.share.handler(({ input }) => engine.opened().sharing.share(input)),
    shareFiles: routes.shareFiles.handler(async ({ input }) => {
      await engine.opened().sharing.shareFiles(input)
      return {}
    }),
    shown: routes.shown.handler(({ input }) => engine.opened().records.shown(input.recordId, input.field)),
    place: routes.place.handler(async ({ input }) => ({ place: await engine.opened().records.place(input.recordId) })),
    places: routes.places.handler(({ input }) => engine.opened().records.places(input.text)),
    areas: routes.areas.handler(({ input }) => engine.opened().records.areas(input.text)),
  }
}

export function draftRoutes(engine: Engine) {
  const routes = base.drafts
  return {
    list: routes.list.handler(() => engine.opened().drafts.list()),
    save: routes.save.handler(({ input }) => engine.opened().drafts.save(input)),
    discard: routes.discard.handler(({ input }) => {
      engine.opened().drafts.discard(input.draftId)
      return {}
    }),
    ofForm: routes.ofForm.handler(({ input }) => ({ draft: engine.opened().drafts.ofForm(input) })),
    keepForm: routes.keepForm.handler(({ input: { draft, ...key } }) => {
      engine.opened().drafts.keepForm(key, draft)
      return {}
    }),
    dropForm: routes.dropForm.handler(({ input }) => {
      engine.opened().drafts.dropForm(input)
      return {}
    }),
  }
}

export function viewRoutes(engine: Engine) {
  const routes = base.views
  return {
    list: routes.list.handler(() => engine.opened().views.list()),
    save: routes.save.handler(({ input }) => {
      engine.opened().views.save(input)
      return {}
    }),
    erase: routes.erase.handler(({ input }) => {
      engine.opened().views.erase(input.name)
      return {}
    }),
  }
}
