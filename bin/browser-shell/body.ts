import type { IncomingMessage } from 'node:http'

/** Longest body that a request may have, in bytes. */
const BODY_LIMIT = 4_096

/** The body as text, or null if it is longer than `BODY_LIMIT`. Rejects if the request is cut. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request) {
    length += (part as Buffer).length
    if (length > BODY_LIMIT) return null
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** The code in a JSON body `{"code": "…"}`, or null. */
export function codeFromJson(text: string): string | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null // not JSON: there is no code in it
  }
  if (typeof value !== 'object' || value === null || !('code' in value)) return null
  return typeof value.code === 'string' ? value.code : null
}

/** The code in a form body, or null. */
export function codeFromForm(text: string): string | null {
  return new URLSearchParams(text).get('code')
}
