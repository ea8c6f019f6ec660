/** A plain page without script or style, for what must be said before or instead of the renderer. */
export function plainPage(heading: string, sentence: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>Parasol</title></head>
<body><main><h1>${escapeHtml(heading)}</h1><p role="alert">${escapeHtml(sentence)}</p></main></body>
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
