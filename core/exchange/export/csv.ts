/**
 * Characters at which a spreadsheet takes a cell for a formula, the full-width forms included, also behind blanks; and the control characters
 * that move what follows into a cell of its own (OWASP, "CSV Injection"). Behind apostrophes too, so that one that was put before them is told from others.
 */
const FORMULA = /^'*(?:[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/

/** The same text with an apostrophe before it where a spreadsheet would run it. */
export function defuse(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell
}

/** The cell that was defused. */
export function undefuse(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell
}

/** One line of CSV (RFC 4180) with its CRLF. Cells are defused, and quoted where they have to be. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quote(defuse(cell))).join(',')}\r\n`
}

// Semicolons and tabs too: programs that look for the delimiter themselves must not find another one.
function quote(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
