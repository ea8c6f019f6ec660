import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encode } from '../../../test/support/letters.ts'
import { ENCODINGS } from '../../engine/contract/encodings.ts'
import { decodeAs, decodeFile } from './decode.ts'

const SPANISH = 'título,fecha,lugar\nDetención en la estación,2020-06-01,Ciudad de México\n¿Qué pasó?,2020-06-02,Bogotá\n'
const FRENCH = "titre,date\nDescente à l'école,2020-06-01\nÉté: garçon arrêté,2020-06-02\nÀ la gare,2020-06-03\n"
const ENGLISH = 'title,notes\nRaid,“Open up” – they didn’t wait\n'
const CAPITALS = 'TÍTULO,FECHA\nDETENCIÓN EN MÉXICO,2020-06-01\nLA POLICÍA GOLPEÓ AL NIÑO,2020-06-02\n'

async function read(...chunks: Uint8Array[]): Promise<{ encoding: string; text: string }> {
  const { encoding, pieces } = await decodeFile(chunks)
  return { encoding, text: pieces.join('') }
}

describe('decodeFile', () => {
  it('takes valid UTF-8, with and without its byte order mark, wherever the chunks are cut', async () => {
    const bytes = new TextEncoder().encode(`\ufeff${SPANISH}🚨`)
    for (let cut = 1; cut < bytes.length; cut++) {
      expect(await read(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual({ encoding: 'utf-8', text: `${SPANISH}🚨` })
    }
    expect(await read(new TextEncoder().encode(SPANISH))).toEqual({ encoding: 'utf-8', text: SPANISH })
  })

  it.each(['utf-16le', 'utf-16be'] as const)('takes %s with and without a byte order mark', async (encoding) => {
    for (const mark of ['\ufeff', '']) {
      const bytes = Buffer.from(mark + SPANISH, 'utf16le')
      if (encoding === 'utf-16be') bytes.swap16()
      expect(await read(bytes.subarray(0, 33), bytes.subarray(33))).toEqual({ encoding, text: SPANISH })
    }
  })

  it.each([SPANISH, FRENCH, ENGLISH, CAPITALS])('tells Windows-1252 from Mac Roman: %s', async (text) => {
    expect(await read(encode(text, 'windows-1252'))).toEqual({ encoding: 'windows-1252', text })
    expect((await read(encode(text, 'macintosh'))).text).toBe(text)
  })

  it.each([
    'DETENCIÓN',
    'PRISÕES E AGRESSÕES',
    'RAFLE À L’HÔTEL',
    'ÑUÑOA',
    'Óscar',
    'Sí',
    'L’affaire',
    'KISUMU–BUSIA',
    'a police–community forum',
    '“STOP” – said the POLICE’ men',
    '’tis, rock ’n’ roll',
    '„Halt“',
    '”Stopp”',
    'ng‘ombe',
    'SUBIRI KIDOGO…',
    'arrêté·e, avocat·e',
  ])('takes Windows-1252 for Windows-1252 where there is little else to go by: %s', async (text) => {
    expect(await read(encode(text, 'windows-1252'))).toEqual({ encoding: 'windows-1252', text })
  })

  it('reads a file that was put together from two encodings line by line', async () => {
    const bytes = Buffer.concat([Buffer.from(SPANISH), encode('Détention,2020\n', 'windows-1252')])
    expect(await read(bytes)).toEqual({ encoding: 'mixed', text: `${SPANISH}Détention,2020\n` })
  })

  it.each([
    ['pdf', Buffer.from('%PDF-1.7 ...')],
    ['markup', Buffer.from('\ufeff\n<!DOCTYPE html><table><tr><td>title</td></tr></table>')],
    ['markup', Buffer.from('<?xml version="1.0"?><Workbook/>')],
    ['binary', Buffer.from('title,date\nRaid\0,2020\n')],
  ])('refuses what is no text and says what it is: %s', async (field, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'FILE_UNREADABLE', data: { field } })
  })

  it('refuses a zero byte far behind the first bytes', async () => {
    await expect(read(Buffer.alloc(200_000, 'a,b\n'), Buffer.from([0]))).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      data: { field: 'binary' },
    })
  })

  const RUSSIAN = 'Что случилось;Город\nПолиция пришла ночью в бар и задержала двух женщин;Москва\n«Ёлка»: избили, отпустили утром;Тверь\n'
  const UKRAINIAN = 'Що сталося;Місто\nПоліція прийшла вночі й затримала двох жінок;Київ\nЇх побили та відпустили вранці;Львів\n'
  const BULGARIAN = 'Title,Town\nПолицията дойде през нощта и задържа две жени,София\nБиха ги и ги пуснаха сутринта,Варна\n'
  const ARABIC = 'ماذا حدث,المدينة\nجاءت الشرطة ليلا إلى المكان واعتقلت امرأتين,القاهرة\nضربوهما وأطلقوا سراحهما في الصباح,الجيزة\n'
  const GREEK = 'Τι έγινε,Πόλη\nΗ αστυνομία ήρθε το βράδυ και συνέλαβε δύο γυναίκες,Αθήνα\nΤις χτύπησαν και τις άφησαν το πρωί,Πάτρα\n'
  const HEBREW = 'מה קרה,עיר\nהמשטרה הגיעה בלילה ועצרה שתי נשים ברחוב,תל אביב\nהן הוכו ושוחררו בבוקר,חיפה\n'

  it.each([
    ['windows-1251', RUSSIAN],
    ['windows-1251', UKRAINIAN],
    ['windows-1251', BULGARIAN],
    ['koi8-u', RUSSIAN.replace(/[«»]/g, '')],
    ['ibm866', RUSSIAN.replace(/[«»]/g, '')],
    ['iso-8859-5', RUSSIAN.replace(/[«»]/g, '')],
    ['windows-1256', ARABIC],
    ['windows-1253', GREEK],
    ['windows-1255', HEBREW],
  ])('tells %s where the letters say so plainly: %s', async (encoding, text) => {
    expect(await read(encode(text, encoding))).toEqual({ encoding, text })
  })

  it.each([
    ['windows-1250', 'Co się stało,Miasto\nŻółć gęślą jaźń zażółciła łódź i świętą ćmę,Łódź\n'],
    ['windows-1254', 'Ne oldu,Semt\nİki kişi gözaltına alındı, dövüldü, şüphelendiğimiz üzere,Şişli\n'],
    ['windows-874', 'เกิดอะไรขึ้น,เมือง\nตำรวจมาตอนกลางคืนและจับผู้หญิงสองคน,กรุงเทพ\n'],
    ['windows-1251', 'Бар'],
  ])('takes no other letters for these, which say it less plainly: %s', async (encoding, text) => {
    expect(['windows-1252', 'macintosh']).toContain((await read(encode(text, encoding))).encoding)
  })

  it('never takes for other letters what people write in Western European ones, however many accents', async () => {
    const accented = fc.constantFrom(...'àâäáãåæçéèêëíìîïñóòôöõøœúùûüÿßÀÉÈÊÍÓÖÜÑÇ«»¿¡’“”–')
    const sign = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...'aenstr ') }, { weight: 1, arbitrary: accented })
    const word = fc.string({ unit: sign, minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 40 }), async (words) => {
        const text = words.join('\n')
        fc.pre(/[^\0-\x7f]/.test(text))
        expect(['windows-1252', 'macintosh', 'mixed', 'utf-8']).toContain((await read(encode(text, 'windows-1252'))).encoding)
      }),
      { numRuns: 300 },
    )
    const created = 'La société créée à Orléans fut fermée. Éléonore, âgée, a été blessée; ça s’est passé à Bâle\n'.repeat(30)
    for (const each of [created, created.toUpperCase()]) expect((await read(encode(each, 'windows-1252'))).encoding).toBe('windows-1252')
  })

  it('offers other letters where the bytes leave a choice, and none where they do not', async () => {
    const offered = async (bytes: Uint8Array) => (await decodeFile([bytes])).encodings
    for (const clear of ['a,b\n1,2\n', `\ufeff${SPANISH}`]) expect(await offered(Buffer.from(clear))).toEqual([])
    expect(await offered(Buffer.from(`\ufeff${SPANISH}`, 'utf16le'))).toEqual([])
    const oneByte = ENCODINGS.filter((encoding) => encoding !== 'mixed' && !encoding.startsWith('utf-'))
    expect(await offered(Buffer.from(SPANISH))).toEqual(['utf-8', ...oneByte])
    // Not all of it is UTF-8: what is none must not be lost.
    expect(await offered(encode(SPANISH, 'windows-1252'))).toEqual(['mixed', ...oneByte])
  })

  it.each([
    ['windows-1250', 'Zażółć gęślą jaźń: Łódź, Šibenik, Kőszeg'],
    ['iso-8859-2', 'Zażółć gęślą jaźń: Łódź, Šibenik, Kőszeg'],
    ['windows-1251', 'Обыск в баре, її затримали'],
    ['koi8-u', 'Обыск в баре, її затримали'],
    ['iso-8859-5', 'Обыск в баре'],
    ['ibm866', 'Обыск в баре'],
    ['x-mac-cyrillic', 'Обыск в баре'],
    ['windows-1254', 'Kadıköy’de gözaltı, İstanbul, Şişli'],
    ['windows-1256', 'اعتقال في السوق'],
    ['iso-8859-6', 'اعتقال في السوق'],
    ['windows-1255', 'מעצר ברחוב'],
    ['windows-1253', 'Σύλληψη στην Αθήνα'],
    ['iso-8859-7', 'Σύλληψη στην Αθήνα'],
    ['windows-1257', 'Aizturēta Rīgā, Šiauliuose'],
    ['windows-874', 'ถูกจับที่ตลาด'],
    ['iso-8859-16', 'Reținută în București'],
  ] as const)('reads %s where a person says so, wherever the chunks are cut', async (encoding, text) => {
    const bytes = encode(text, encoding)
    const { encodings } = await decodeFile([bytes])
    expect(encodings).toContain(encoding)
    for (let cut = 0; cut < bytes.length; cut++)
      expect((await decodeAs(encoding, [bytes.subarray(0, cut), bytes.subarray(cut)])).join('')).toBe(text)
  })

  it('knows every way of reading that can be chosen, and no two that are the same', () => {
    const all = Uint8Array.from({ length: 128 }, (_, i) => 128 + i)
    const texts = ENCODINGS.filter((encoding) => encoding !== 'mixed').map((encoding) => new TextDecoder(encoding).decode(all))
    expect(new Set(texts).size).toBe(texts.length)
  })

  it('refuses an empty file', async () => {
    await expect(read()).rejects.toMatchObject({ code: 'FILE_EMPTY' })
  })
})
