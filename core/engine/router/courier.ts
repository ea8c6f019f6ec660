import type { Engine } from '../engine.ts'
import { base } from './base.ts'

export function courierRoutes(engine: Engine) {
  const routes = base.courier
  const courier = () => engine.opened().courier
  return {
    drives: routes.drives.handler(() => courier().drives()),
    sync: routes.sync.handler(({ input, signal }) => courier().sync(input, signal)),
  }
}
