/** Every part of the window that is not needed while the log is locked. One file when it is built: see `parts.ts`. */
export { AddComputer } from '../features/welcome/add-computer.tsx'
export { Joining } from '../features/welcome/joining.tsx'
export { Recover } from '../features/welcome/recover.tsx'
export { RecoveryWords } from '../features/welcome/recovery-words.tsx'
export { StartOrganisation } from '../features/welcome/start-organisation.tsx'
export { Main } from './main.tsx'
