import { LIMITS } from '../../../engine/contract/limits.ts'
import { ParasolError } from '../../../error.ts'
import { cleanLine } from '../../../records/text.ts'
import { type Grid, gridRows } from '../grid.ts'
import { Archive } from './archive.ts'
import { damaged } from './damaged.ts'
import { readSharedStrings } from './shared-strings.ts'
import { readSheet, type SheetContext } from './sheet.ts'
import { Styles } from './styles.ts'
import { unescaped } from './text.ts'
import { attributeOf, readXml } from './xml.ts'

const MIB = 1024 * 1024
/** What parts may unpack to. A sheet is never in memory as a whole. */
const SMALL_PART = 16 * MIB
const STYLES_PART = 64 * MIB
const STRINGS_PART = 512 * MIB
const SHEET_PART = 1024 * MIB
const NAME_MAX = 100

/** A sheet of a workbook, as it is offered. */
export interface Sheet {
  name: string
  /** Whoever made the file has put it out of sight. */
  hidden: boolean
}

interface SheetPart extends Sheet {
  part: string
}

interface Relation {
  type: string
  part: string
}

/** An .xlsx file (ECMA-376) in memory. The methods throw FILE_UNREADABLE, with `field` damaged, password, or what else the file is, and FILE_TOO_LARGE. */
export class Workbook {
  readonly #archive: Archive
  readonly #sheets: readonly SheetPart[]
  readonly #relations: ReadonlyMap<string, Relation>
  readonly #from1904: boolean

  private constructor(archive: Archive, sheets: readonly SheetPart[], relations: ReadonlyMap<string, Relation>, from1904: boolean) {
    this.#archive = archive
    this.#sheets = sheets
    this.#relations = relations
    this.#from1904 = from1904
  }

  static async open(bytes: Buffer): Promise<Workbook> {
    const archive = await Archive.open(bytes)
    const main = [...(await relationsOf(archive, '')).values()].find(({ type }) => type === 'officeDocument')?.part
    if (main === undefined || !/\bxl\/.*\.xml$/i.test(main))
      throw new ParasolError('FILE_UNREADABLE', { field: await kindOf(archive, main) })
    const relations = await relationsOf(archive, main)
    const listed: { id: string; name: string; hidden: boolean }[] = []
    let from1904 = false
    await readXml(archive.read(main, SMALL_PART), {
      open: (name, attributes) => {
        if (name === 'workbookPr') from1904 = /^(?:1|true)$/.test(attributeOf(attributes, 'date1904') ?? '')
        if (name !== 'sheet') return
        const title = cleanLine(unescaped(attributeOf(attributes, 'name') ?? ''))
          .slice(0, NAME_MAX)
          .toWellFormed()
        listed.push({
          id: attributeOf(attributes, 'id') ?? '',
          name: title,
          hidden: (attributeOf(attributes, 'state') ?? 'visible') !== 'visible',
        })
      },
    })
    // A chart that fills a sheet of its own has no cells.
    const sheets = listed.flatMap(({ id, name, hidden }) => {
      const relation = relations.get(id)
      return relation?.type === 'worksheet' ? [{ name, hidden, part: relation.part }] : []
    })
    if (sheets.length === 0) throw listed.length === 0 ? damaged() : new ParasolError('FILE_EMPTY')
    if (sheets.length > LIMITS.importSheets) throw new ParasolError('FILE_TOO_LARGE', { field: 'sheets', limit: LIMITS.importSheets })
    return new Workbook(archive, sheets, relations, from1904)
  }

  get sheets(): Sheet[] {
    return this.#sheets.map(({ name, hidden }) => ({ name, hidden }))
  }

  /** Reads one sheet. Throws BAD_INPUT for one that is not there. */
  async read(index: number): Promise<Grid> {
    return this.#read(index, await this.#context())
  }

  /** The first sheet that has rows below a header, those in sight before the hidden ones. Throws FILE_EMPTY where none has. */
  async first(): Promise<{ sheet: number; grid: Grid }> {
    const order = [...this.#sheets.keys()].toSorted((a, b) => Number(this.#sheets[a]?.hidden) - Number(this.#sheets[b]?.hidden) || a - b)
    const context = await this.#context()
    for (const index of order) {
      const grid = await this.#read(index, context)
      if (await hasRows(grid)) return { sheet: index, grid }
    }
    throw new ParasolError('FILE_EMPTY')
  }

  async #read(index: number, context: SheetContext): Promise<Grid> {
    const sheet = this.#sheets[index]
    if (!sheet) throw new ParasolError('BAD_INPUT', { field: 'sheet' })
    return readSheet(this.#archive.read(sheet.part, SHEET_PART), context)
  }

  async #context(): Promise<SheetContext> {
    const partOf = (wanted: string) =>
      [...this.#relations.values()].find(({ type, part }) => type === wanted && this.#archive.has(part))?.part
    const [strings, styles] = [partOf('sharedStrings'), partOf('styles')]
    return {
      strings: strings === undefined ? [] : await readSharedStrings(this.#archive.read(strings, STRINGS_PART)),
      styles: styles === undefined ? Styles.none : await Styles.read(this.#archive.read(styles, STYLES_PART)),
      from1904: this.#from1904,
    }
  }
}

async function hasRows(grid: Grid): Promise<boolean> {
  let rows = 0
  for await (const _ of gridRows(grid)) if (++rows > 1) return true
  return false
}

/** What a part refers to inside the file, by id; `''` is the file itself. */
async function relationsOf(archive: Archive, part: string): Promise<ReadonlyMap<string, Relation>> {
  const slash = part.lastIndexOf('/') + 1
  const folder = part.slice(0, slash)
  const list = `${folder}_rels/${part.slice(slash)}.rels`
  const relations = new Map<string, Relation>()
  if (!archive.has(list)) return relations
  await readXml(archive.read(list, SMALL_PART), {
    open: (name, attributes) => {
      if (name !== 'Relationship' || attributeOf(attributes, 'TargetMode') === 'External') return
      const type = (attributeOf(attributes, 'Type') ?? '').replace(/^.*\//, '')
      relations.set(attributeOf(attributes, 'Id') ?? '', { type, part: resolve(folder, attributeOf(attributes, 'Target') ?? '') })
    },
  })
  return relations
}

/** The name of a part that a target leads to from a folder. */
function resolve(folder: string, target: string): string {
  const steps: string[] = []
  for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

/** What a zip file is that is no workbook: ods, numbers, xlsb, or just zip. */
async function kindOf(archive: Archive, main: string | undefined): Promise<string> {
  if (main?.toLowerCase().endsWith('.bin')) return 'xlsb'
  const names = archive.names()
  if (names.some((name) => name.startsWith('index/') || name === 'index.zip')) return 'numbers'
  if (!archive.has('mimetype')) return 'zip'
  let type = ''
  for await (const piece of archive.read('mimetype', 1024)) type += piece.toString('latin1')
  return type.includes('opendocument.spreadsheet') ? 'ods' : 'zip'
}
