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
export const AlertsScreen = part('AlertsScreen')
export const AmendCardScreen = part('AmendCardScreen')
export const AmendScreen = part('AmendScreen')
export const CardScreen = part('CardScreen')
export const CoalitionsScreen = part('CoalitionsScreen')
export const ComputersScreen = part('ComputersScreen')
export const CourierScreen = part('CourierScreen')
export const ExportScreen = part('ExportScreen')
export const FiguresScreen = part('FiguresScreen')
export const FollowScreen = part('FollowScreen')
export const FoundScreen = part('FoundScreen')
export const GatheredScreen = part('GatheredScreen')
export const ImportScreen = part('ImportScreen')
export const JoinScreen = part('JoinScreen')
export const Joining = part('Joining')
export const KeysHelp = part('KeysHelp')
export const PeopleScreen = part('PeopleScreen')
export const RaiseScreen = part('RaiseScreen')
export const Recover = part('Recover')
export const RecoveryWords = part('RecoveryWords')
export const SettingsScreen = part('SettingsScreen')
export const ShareScreen = part('ShareScreen')
export const StartOrganisation = part('StartOrganisation')
export const WriteCardScreen = part('WriteCardScreen')
export const WriteScreen = part('WriteScreen')
