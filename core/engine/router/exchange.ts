import type { Engine } from '../engine.ts'
import { base } from './base.ts'

export function importRoutes(engine: Engine) {
  const routes = base.imports
  const importer = () => engine.opened().importer
  return {
    begin: routes.begin.handler(({ input }) => ({ importId: importer().begin(input) })),
    chunk: routes.chunk.handler(({ input }) => {
      importer().chunk(input.importId, Buffer.from(input.data, 'base64'))
      return {}
    }),
    read: routes.read.handler(({ input }) => importer().read(input.importId, input)),
    check: routes.check.handler(({ input }) => engine.opened().checkImport(input)),
    run: routes.run.handler(({ input, signal }) => engine.opened().runImport(input, signal)),
    report: routes.report.handler(({ input }) => importer().report(input.importId, input.offset, input.limit)),
    close: routes.close.handler(({ input }) => {
      importer().close(input.importId)
      return {}
    }),
  }
}

export function exportRoutes(engine: Engine) {
  const routes = base.exports
  return {
    preview: routes.preview.handler(({ input }) => engine.opened().exporter.preview(input)),
    csv: routes.csv.handler(({ input, signal }) => engine.opened().exporter.csv(input, signal)),
  }
}
