import type { Engine } from '../engine.ts'
import { alertRoutes } from './alerts.ts'
import { base } from './base.ts'
import { cardRoutes } from './cards.ts'
import { coalitionRoutes, networkRoutes } from './coalitions.ts'
import { computerRoutes } from './computers.ts'
import { courierRoutes } from './courier.ts'
import { exportRoutes, importRoutes } from './exchange.ts'
import { fileRoutes } from './files.ts'
import { draftRoutes, recordRoutes, viewRoutes } from './records.ts'
import { settingsRoutes, vaultRoutes } from './vault.ts'

/** The whole contract, served by one engine. */
export function createRouter(engine: Engine) {
  return base.router({
    vault: vaultRoutes(engine),
    organisation: { get: base.organisation.get.handler(() => engine.opened().organisation()) },
    settings: settingsRoutes(engine),
    views: viewRoutes(engine),
    records: recordRoutes(engine),
    cards: cardRoutes(engine),
    alerts: alertRoutes(engine),
    drafts: draftRoutes(engine),
    imports: importRoutes(engine),
    exports: exportRoutes(engine),
    coalitions: coalitionRoutes(engine),
    computers: computerRoutes(engine),
    network: networkRoutes(engine),
    courier: courierRoutes(engine),
    files: fileRoutes(engine),
    changes: { subscribe: base.changes.subscribe.handler(({ signal }) => engine.changes.subscribe(signal)) },
  })
}
