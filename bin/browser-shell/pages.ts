import { createHash } from 'node:crypto'

/** The look of the renderer's first screens; a test compares its colours with theirs. */
const STYLE = `:root{color-scheme:light;--ground:#faf9f7;--text:#24211d;--accent-text:#14575f}
@media (prefers-color-scheme:dark){:root{color-scheme:dark;--ground:#1e2022;--text:#e9e6e1;--accent-text:#8fd0d8}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;overflow-wrap:anywhere}
main{display:grid;gap:1.25rem;inline-size:min(34rem,100% - 2rem);margin-inline:auto;padding-block:clamp(1rem,5vh,5rem) 3rem}
h1,p{margin:0}
h1{font-size:1.75rem;line-height:1.25;font-weight:650}
.brand{display:flex;align-items:center;gap:.5rem;color:var(--accent-text);font-weight:650}
svg{inline-size:1.75rem;block-size:1.75rem}`

const MARK = `<svg viewBox="0 0 32 32" aria-hidden="true"><path fill="currentColor" d="M16 3a13 13 0 0 0-13 13h26A13 13 0 0 0 16 3z"/><path fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" d="M16 16v9.5a2.5 2.5 0 0 0 5 0"/></svg>`

/** The content security policy of `plainPage`: its own style, known by its hash, and nothing else at all. */
export const PLAIN_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** A page without script, for what must be said before or instead of the renderer. Goes with `PLAIN_PAGE_POLICY`. */
export function plainPage(heading: string, sentence: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><title>Parasol</title><style>${STYLE}</style></head>
<body><main><div class="brand">${MARK}<span>Parasol</span></div><h1>${escapeHtml(heading)}</h1><p role="alert">${escapeHtml(sentence)}</p></main></body>
</html>
`
}

/**
 * The renderer's page with the session token in a data block, which no script policy minds and no address bar shows.
 * The renderer reads it once and removes the element.
 */
export function pageWithToken(index: string, token: string): string {
  const block = `<script type="application/json" id="session">${JSON.stringify({ token }).replaceAll('<', '\\u003c')}</script>`
  return index.includes('</head>') ? index.replace('</head>', () => `${block}</head>`) : block + index
}

/**
 * The page that a browser is pointed at: it posts the code at once. It lies in a file only this account can read,
 * so that no code stands on a command line or in a history.
 */
export function handoverPage(action: string, code: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark"><title>Parasol</title></head>
<body><form method="post" action="${escapeHtml(action)}"><input type="hidden" name="code" value="${escapeHtml(code)}"><noscript><button>Open Parasol</button></noscript></form>
<script>document.forms[0].submit()</script></body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
