import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

export interface StaticFile {
  type: string
  body: Buffer<ArrayBuffer>
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
}

/**
 * Reads the built renderer into memory: URL path -> file. Only what is listed here is ever served, so no request can name anything else,
 * and a build that runs meanwhile cannot mix two versions. Links and files of unknown type are left out.
 * @throws the file system's error if the folder cannot be read.
 */
export function loadFiles(folder: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>()
  // By hand, not `recursive`: inside Electron the folder may lie in an archive.
  const visit = (path: string, url: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const type = TYPES[extname(entry.name)]
      if (entry.isDirectory()) visit(join(path, entry.name), `${url}${entry.name}/`)
      else if (entry.isFile() && type) files.set(url + entry.name, { type, body: readFileSync(join(path, entry.name)) })
    }
  }
  visit(folder, '/')
  return files
}
