import dns from 'dns-packet'

/** The service that is asked for and announced: the same everywhere, and no word. */
export const SERVICE = '_c5e19d._tcp.local'
/** Seconds after which others may forget what we announced. */
const TTL_S = 120
const NAME = /^([0-9a-f]{32})\._c5e19d\._tcp\.local$/i
const NAME_BYTES = 16
/** Nobody who speaks of this service has more to say: longer packets are left unread. */
const PACKET_BYTES_MAX = 1_500
const HEADER_BYTES = 12
const RECORDS_MAX = 16
/** The service's first label with its length, as it stands in every packet that speaks of it; compression can only point back to it. */
const LABEL = Buffer.concat([Buffer.from([7]), Buffer.from('_c5e19d')])

/** What a packet says that is of use here: somebody asks who is there, or somebody is there under this opaque name, at this TCP port. */
export type Heard = { kind: 'ask' } | { kind: 'tell'; name: Buffer; port: number }

/** Whether a packet speaks of the service at all, without reading it. Other programs' packets are most of what comes. */
export const isAboutUs = (bytes: Buffer): boolean =>
  bytes.length >= HEADER_BYTES && bytes.length <= PACKET_BYTES_MAX && bytes.includes(LABEL)

/**
 * Reads an mDNS packet (RFC 6762) from anybody. Null for everything that is not a whole question or answer about the service, that is over the
 * bounds, or that speaks of more than one computer. Addresses in it are not read: who is dialled is who sent it.
 */
export function readPacket(bytes: Buffer): Heard | null {
  if (!isAboutUs(bytes) || recordsIn(bytes) > RECORDS_MAX) return null
  const packet = decode(bytes)
  if (!packet) return null
  if (packet.type === 'query') {
    const asks = packet.questions.some(({ name, type }) => name.toLowerCase() === SERVICE && (type === 'PTR' || type === 'ANY'))
    return asks ? { kind: 'ask' } : null
  }
  const places = [...packet.answers, ...packet.additionals].flatMap((record) => (record.type === 'SRV' ? placeIn(record) : []))
  const [place] = places
  return place && places.length === 1 ? place : null
}

/** Who is there? */
export const askPacket = (): Buffer => dns.encode({ type: 'query', id: 0, questions: [{ name: SERVICE, type: 'PTR' }] })

/** We are, under this name of 16 bytes, at this TCP port of the address that this packet comes from. */
export function tellPacket(name: Buffer, port: number): Buffer {
  const instance = `${name.toString('hex')}.${SERVICE}`
  return dns.encode({
    type: 'response',
    id: 0,
    flags: dns.AUTHORITATIVE_ANSWER,
    answers: [{ name: SERVICE, type: 'PTR', ttl: TTL_S, data: instance }],
    additionals: [
      { name: instance, type: 'SRV', ttl: TTL_S, data: { port, target: `${name.toString('hex')}.local`, priority: 0, weight: 0 } },
    ],
  })
}

const recordsIn = (bytes: Buffer): number => [4, 6, 8, 10].reduce((sum, at) => sum + bytes.readUInt16BE(at), 0)

function decode(bytes: Buffer): dns.Packet | null {
  try {
    return dns.decode(bytes)
  } catch {
    // Whatever does not decode was not meant for us, or is meant to harm: both are left alone.
    return null
  }
}

function placeIn(record: dns.SrvRecord): Extract<Heard, { kind: 'tell' }>[] {
  const [, hex = ''] = NAME.exec(record.name) ?? []
  const name = Buffer.from(hex.toLowerCase(), 'hex')
  const { port } = record.data
  // A time to live of 0 takes a record back: there is nothing to dial.
  if (name.length !== NAME_BYTES || port === 0 || record.ttl === 0) return []
  return [{ kind: 'tell', name, port }]
}
