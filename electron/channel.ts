/** Names of the messages between preload and main process. */
export const CHANNEL = {
  requestPort: 'parasol:request-port',
  lock: 'parasol:lock',
  restartEngine: 'parasol:restart-engine',
  chooseFolder: 'parasol:choose-folder',
  notify: 'parasol:notify',
  briefCopy: 'parasol:brief-copy',
  port: 'parasol:port',
  portEnd: 'parasol:port-end',
} as const
