import { Pacer } from '../pacer.ts'
import { FileFault } from './fault.ts'
import { isOf, openFile, SALT_BYTES, sealFile } from './file.ts'
import type { CourierFolder } from './folder.ts'
import type { Letterbox, PassOver } from './ports.ts'

/** Letters of one invite that are read, of ours and of others: whoever has the invite could put in more. */
const LETTERS_MAX = 16

export interface LetterCount {
  gave: number
  took: number
}

/**
 * Reads and writes the letters of those who want to join (docs/protocol.md section 10), and adds to `count`. `heads`: the beginning of every file of the
 * drive. Throws DriveFault.
 */
export async function exchangeLetters(
  boxes: readonly Letterbox[],
  folder: CourierFolder,
  heads: ReadonlyMap<string, Buffer>,
  passOver: PassOver,
  count: LetterCount,
): Promise<void> {
  for (const box of boxes) {
    const names = await namesOf(box, heads)
    const letters = await readAll(names, box, folder, passOver)
    const { write, remove, damaged, took } = await box.exchange(letters.map(({ content }) => content))
    for (const at of damaged) passOver(letters[at]?.name ?? '', 'damaged')
    count.took += took
    if (write.length > 0) await folder.prepare()
    for (const content of write) {
      await folder.add(sealFile(box.secret, box.salt(), content))
      count.gave += 1
    }
    // Only when what takes their place is complete on the drive.
    for (const at of remove) await folder.remove(letters[at]?.name ?? '')
  }
}

/** The files that are letters of a box, ours first: not to know of those would be to write them again. A drive may hold thousands of others. */
async function namesOf(box: Letterbox, heads: ReadonlyMap<string, Buffer>): Promise<string[]> {
  const names: Record<'own' | 'others', string[]> = { own: [], others: [] }
  const pace = new Pacer()
  for (const [name, head] of heads) {
    if (pace.due) await pace.breathe()
    if (isOf(box.secret, head)) names[box.isOwn(head.subarray(0, SALT_BYTES)) ? 'own' : 'others'].push(name)
  }
  return [...names.own.slice(0, LETTERS_MAX), ...names.others.slice(0, LETTERS_MAX)]
}

async function readAll(
  names: readonly string[],
  { secret }: Letterbox,
  folder: CourierFolder,
  passOver: PassOver,
): Promise<{ name: string; content: Buffer }[]> {
  const letters: { name: string; content: Buffer }[] = []
  for (const name of names) {
    try {
      letters.push({ name, content: openFile(secret, await folder.read(name)) })
    } catch (error) {
      if (!(error instanceof FileFault)) throw error
      passOver(name, error.fault)
    }
  }
  return letters
}
