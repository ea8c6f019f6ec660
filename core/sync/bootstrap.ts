import { ParasolError } from '../error.ts'

/** Addresses of DHT nodes as a person types them, `host:port` each. Throws BAD_BOOTSTRAP. */
export function checkBootstrap(addresses: readonly string[]): string[] {
  return addresses.map((address) => {
    const [, host = '', port = ''] = /^\s*([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?):(\d{1,5})\s*$/i.exec(address) ?? []
    const number = Number(port)
    if (host === '' || number < 1 || number > 65_535) throw new ParasolError('BAD_BOOTSTRAP')
    return `${host}:${number}`
  })
}
