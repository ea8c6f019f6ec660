/** The parts of dns-packet that core/sync/nearby uses. */
declare module 'dns-packet' {
  namespace dns {
    interface Question {
      name: string
      type: string
    }
    interface PtrRecord {
      type: 'PTR'
      name: string
      ttl: number
      data: string
    }
    interface SrvRecord {
      type: 'SRV'
      name: string
      ttl: number
      data: { port: number; target: string; priority: number; weight: number }
    }
    interface Packet {
      type: 'query' | 'response'
      id: number
      flags: number
      questions: Question[]
      answers: (PtrRecord | SrvRecord)[]
      authorities: (PtrRecord | SrvRecord)[]
      additionals: (PtrRecord | SrvRecord)[]
    }
  }
  const dns: {
    readonly AUTHORITATIVE_ANSWER: number
    encode(packet: Partial<dns.Packet>): Buffer
    /** Throws where the bytes are not a packet. */
    decode(bytes: Buffer): dns.Packet
  }
  export default dns
}
