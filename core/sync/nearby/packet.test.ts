import dns from 'dns-packet'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomBytes } from '../../crypto/bytes.ts'
import { askPacket, isAboutUs, readPacket, SERVICE, tellPacket } from './packet.ts'

const name = randomBytes(16)
const instance = `${name.toString('hex')}.${SERVICE}`
const srv = (over: Partial<dns.SrvRecord> = {}, port = 4000): dns.SrvRecord => ({
  type: 'SRV',
  name: instance,
  ttl: 120,
  data: { port, target: 'x.local', priority: 0, weight: 0 },
  ...over,
})
const response = (...answers: dns.Packet['answers']) => dns.encode({ type: 'response', id: 0, flags: 0, answers })

describe('packets of the local network', () => {
  it('are read as they were written', () => {
    expect(readPacket(askPacket())).toEqual({ kind: 'ask' })
    expect(readPacket(tellPacket(name, 49152))).toEqual({ kind: 'tell', name, port: 49152 })
  })

  it('hold a random name and a port, and no word', () => {
    const bytes = tellPacket(name, 49152)
    const words =
      bytes
        .toString('latin1')
        .replaceAll(name.toString('hex'), ' ')
        .match(/[a-z0-9]{3,}/gi) ?? []
    expect(new Set(words)).toEqual(new Set(['c5e19d', 'tcp', 'local']))
  })

  it('of other programs are not read at all', () => {
    const other = dns.encode({ type: 'query', id: 0, questions: [{ name: '_ipp._tcp.local', type: 'PTR' }] })
    expect([isAboutUs(other), readPacket(other)]).toEqual([false, null])
    expect(readPacket(Buffer.alloc(0))).toBeNull()
    expect(readPacket(dns.encode({ type: 'query', id: 0, questions: [{ name: `x.${SERVICE}`, type: 'PTR' }] }))).toBeNull()
    expect(readPacket(dns.encode({ type: 'query', id: 0, questions: [{ name: SERVICE, type: 'TXT' }] }))).toBeNull()
  })

  it('are refused over their bounds', () => {
    expect(readPacket(response(srv()))).toMatchObject({ kind: 'tell', port: 4000 })
    expect(readPacket(Buffer.concat([response(srv()), Buffer.alloc(1_500)]))).toBeNull()
    const many = Array.from({ length: 16 }, (): dns.PtrRecord => ({ type: 'PTR', name: SERVICE, ttl: 120, data: instance }))
    expect(readPacket(response(...many.slice(1), srv()))).toMatchObject({ kind: 'tell' })
    expect(readPacket(response(...many, srv()))).toBeNull()
    const counts = response(srv())
    counts.writeUInt16BE(0xffff, 6)
    expect(readPacket(counts)).toBeNull()
  })

  it('are refused where they speak of several computers, of none, or take one back', () => {
    expect(readPacket(response(srv(), srv({}, 4001)))).toBeNull()
    expect(readPacket(response({ type: 'PTR', name: SERVICE, ttl: 120, data: instance }))).toBeNull()
    expect(readPacket(response(srv({ ttl: 0 })))).toBeNull()
    expect(readPacket(response(srv({}, 0)))).toBeNull()
    for (const wrong of [`${instance}.x`, `0${instance}`, `${name.toString('hex').slice(2)}.${SERVICE}`, SERVICE])
      expect(readPacket(response(srv({ name: wrong }))), wrong).toBeNull()
  })

  it('never throw, however they are bent', () => {
    const honest = [askPacket(), tellPacket(name, 4000)]
    fc.assert(
      fc.property(
        fc.constantFrom(...honest),
        fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 12 }),
        fc.nat(200),
        (packet, edits, cut) => {
          const bytes = Buffer.from(packet.subarray(0, Math.max(1, packet.length - (cut % 40))))
          for (const [at, value] of edits) bytes[at % bytes.length] = value
          const heard = readPacket(bytes)
          if (heard?.kind === 'tell') expect([heard.name.length, heard.port > 0 && heard.port < 65_536]).toEqual([16, true])
        },
      ),
      { numRuns: 2_000 },
    )
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 1_600 }),
        (bytes) => readPacket(Buffer.concat([Buffer.from(bytes), askPacket().subarray(12)])) !== undefined,
      ),
    )
  })
})
