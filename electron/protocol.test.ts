import { describe, expect, it } from 'vitest'
import { SCHEMES, serveApp } from './protocol.ts'
import { windowOptions } from './window.ts'

function served() {
  let handler: ((request: Request) => Response | Promise<Response>) | undefined
  const files = new Map([
    ['/index.html', { type: 'text/html; charset=utf-8', body: Buffer.from('<p>') }],
    ['/assets/a.js', { type: 'text/javascript; charset=utf-8', body: Buffer.from('1') }],
  ])
  serveApp(
    {
      handle: (_scheme, given) => {
        handler = given as typeof handler
      },
    },
    files,
  )
  return async (url: string, method = 'GET') => {
    // A Request may not carry such a scheme in Node; the handler reads only these two.
    const answer = await handler?.({ url, method } as Request)
    if (!answer) throw new Error('no handler')
    return answer
  }
}

describe('parasol://', () => {
  it('serves the built files under the strict policy', async () => {
    const ask = served()
    const page = await ask('parasol://app/')
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([200, 'text/html; charset=utf-8', '<p>'])
    const policy = page.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';")
    expect(policy).toContain("connect-src 'none'")
    expect(policy).not.toContain('unsafe')
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect((await ask('parasol://app/assets/a.js')).status).toBe(200)
  })

  it.each([
    'parasol://app/../package.json',
    'parasol://app/..%2fpackage.json',
    'parasol://app/assets',
    'parasol://app//etc/passwd',
    'parasol://other/index.html',
  ])('has nothing at %s', async (url) => {
    expect((await served()(url)).status).toBe(404)
  })

  it('answers to GET only', async () => {
    expect((await served()('parasol://app/', 'POST')).status).toBe(404)
  })

  it('is a standard, secure scheme without exceptions from the policy', () => {
    expect(SCHEMES).toEqual([
      { scheme: 'parasol', privileges: { standard: true, secure: true, supportFetchAPI: true, allowServiceWorkers: true } },
    ])
  })
})

describe('a window', () => {
  it('is sandboxed, isolated, and knows no Node', () => {
    const { webPreferences } = windowOptions('/preload.cjs', {} as Parameters<typeof windowOptions>[1], true)
    expect(webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: false,
    })
  })
})
