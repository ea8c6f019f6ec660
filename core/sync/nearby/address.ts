import { networkInterfaces } from 'node:os'
import { ParasolError } from '../../error.ts'

/** One IPv4 address of this computer. */
export interface Own {
  address: string
  netmask: string
  /** Of this computer only. */
  internal: boolean
}

/** Where another computer listens. */
export interface Endpoint {
  host: string
  port: number
}

/** Interfaces that are looked at; a computer with more has them for virtual machines. */
const INTERFACES_MAX = 16

/** Networks that are nobody's on the internet (RFC 1918, 3927, 6598) and this computer itself. */
const PRIVATE = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const

/** The IPv4 addresses that this computer has now. */
export function ownAddresses(): Own[] {
  const all = Object.values(networkInterfaces()).flatMap((one) => one ?? [])
  return all.filter(({ family }) => family === 'IPv4').slice(0, INTERFACES_MAX)
}

/** Whether an address is on a network that this computer is on. */
export const isOnOurNetwork = (address: string, own: readonly Own[] = ownAddresses()): boolean =>
  own.some((one) => masked(address, number(one.netmask)) === masked(one.address, number(one.netmask)))

/** Whether an address may be spoken to as near: on a network of ours, or on a private one beside it. */
export const isNear = (address: string, own?: readonly Own[]): boolean =>
  PRIVATE.some(([network, bits]) => masked(address, mask(bits)) === number(network)) || isOnOurNetwork(address, own)

/** What a person typed, as `192.168.1.7:49152`. Throws BAD_ADDRESS, also for an address that is not near. */
export function readAddress(text: string, own?: readonly Own[]): Endpoint {
  const [, host = '', port = ''] = /^\s*(\d{1,3}(?:\.\d{1,3}){3})\s*:\s*(\d{1,5})\s*$/.exec(text) ?? []
  const parts = host.split('.').map(Number)
  const portNumber = Number(port)
  if (parts.length !== 4 || parts.some((part) => part > 255) || portNumber < 1 || portNumber > 65_535) throw new ParasolError('BAD_ADDRESS')
  const plain = parts.join('.')
  if (!isNear(plain, own)) throw new ParasolError('BAD_ADDRESS')
  return { host: plain, port: portNumber }
}

const mask = (bits: number): number => (0xffffffff << (32 - bits)) >>> 0
const number = (address: string): number => address.split('.').reduce((sum, part) => ((sum << 8) | Number(part)) >>> 0, 0)
const masked = (address: string, by: number): number => (number(address) & by) >>> 0
