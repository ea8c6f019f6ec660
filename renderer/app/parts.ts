import { lazy } from 'react'
import { patiently } from './patiently.ts'

type Later = typeof import('./later.ts')

/**
 * Loads what is not needed at first. It is one file, which needs nothing but the first one: were it many, a browser that broke off one of them
 * would not load it again for those that need it (`patiently`).
 */
export const loadLater: () => Promise<Later> = patiently(() => import('./later.ts'))

const part = <Name extends keyof Later>(name: Name) => lazy(async () => ({ default: (await loadLater())[name] }))

export const AddComputer = part('AddComputer')
export const Joining = part('Joining')
export const Main = part('Main')
export const Recover = part('Recover')
export const RecoveryWords = part('RecoveryWords')
export const StartOrganisation = part('StartOrganisation')
