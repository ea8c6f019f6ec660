import { describe, expect, test } from 'vitest'
import { recordVectors } from '../../test/vectors/record-vectors.ts'
import vectors from '../../test/vectors/records-v1.json' with { type: 'json' }
import { CARD_KINDS, specOf } from '../engine/contract/record-kinds.ts'
import { decodeBody, upgraded } from './body.ts'
import { BodyError } from './error.ts'
import { isWritten, KINDS } from './kinds.ts'

const parse = (text: string): { fields: Record<string, unknown> } => JSON.parse(text)

describe('bodies of version 1', () => {
  test.each(vectors.bodies)('of the kind $kind are read as they were written', ({ body, ...causal }) => {
    expect(decodeBody(causal, Buffer.from(body))).toEqual({ kind: causal.kind, body: JSON.parse(body) })
  })

  test('are written so to the byte', () => {
    expect(recordVectors()).toEqual(vectors)
  })

  test('stand for every kind and every field of it', () => {
    for (const kind of ['incident', ...CARD_KINDS] as const) {
      const written = vectors.bodies.filter((one) => one.kind === kind).flatMap(({ body }) => Object.keys(parse(body).fields))
      expect(Object.keys(specOf(kind).fields).filter((field) => !written.includes(field))).toEqual([])
      const lists = Object.keys(specOf(kind).lists).filter((list) => list !== 'file')
      expect(lists.filter((list) => !written.some((field) => field.startsWith(`${list}:`)))).toEqual([])
    }
    expect(vectors.bodies.every(({ kind }) => kind in KINDS)).toBe(true)
  })

  test('are read by a later version of their kind, step by step', () => {
    // As a later program would have it: a field got another name, then a new one came.
    const later = {
      version: 3,
      upgrades: {
        1: (body: unknown) => {
          const { fields, ...rest } = body as { fields: Record<string, unknown> }
          const { area, ...others } = fields
          return { ...rest, fields: { ...others, district: area } }
        },
        2: (body: unknown) => ({ ...(body as object), since: 3 }),
      },
    }
    const [first] = vectors.bodies.filter(({ kind }) => isWritten(kind))
    const read = upgraded(later, 1, parse(first?.body ?? ''))
    expect(read).toMatchObject({
      since: 3,
      record: '1'.padStart(32, '0'),
      fields: { district: 'Kibera', title: 'Raid on the drop-in centre' },
    })
    expect(upgraded(later, 3, { fields: {} })).toEqual({ fields: {} })
    expect(() => upgraded({ version: 3, upgrades: {} }, 1, {})).toThrow(BodyError)
  })
})
