import type { Engine } from '../engine.ts'
import { base } from './base.ts'

export function importRoutes(engine: Engine) {
  const routes = base.imports
  const imports = () => engine.opened().imports
  const importer = () => imports().importer
  return {
    begin: routes.begin.handler(({ input }) => ({ importId: importer().begin(input) })),
    chunk: routes.chunk.handler(({ input }) => {
      importer().chunk(input.importId, Buffer.from(input.data, 'base64'))
      return {}
    }),
    read: routes.read.handler(({ input }) => importer().read(input.importId, input)),
    check: routes.check.handler(({ input }) => imports().check(input)),
    run: routes.run.handler(({ input, signal }) => imports().run(input, signal)),
    report: routes.report.handler(({ input }) => importer().report(input.importId, input.offset, input.limit)),
    close: routes.close.handler(({ input }) => {
      importer().close(input.importId)
      return {}
    }),
    recent: routes.recent.handler(() => imports().recent()),
    takeable: routes.takeable.handler(({ input }) => imports().takeable(input.importId)),
    takeBack: routes.takeBack.handler(({ input, signal }) => imports().takeBack(input.importId, signal)),
  }
}

export function exportRoutes(engine: Engine) {
  const routes = base.exports
  return {
    preview: routes.preview.handler(({ input }) => engine.opened().exporter.preview(input)),
    csv: routes.csv.handler(({ input, signal }) => engine.opened().exporter.csv(input, signal)),
  }
}
