import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RecordId } from '../engine/contract/ids.ts'
import { INCIDENT_TYPES } from '../engine/contract/index.ts'
import { amend, amendCard, card, entry, name, organisation, share, space, tombstone, write } from '../records/testing.ts'
import { recordIdOf } from '../records/version.ts'
import { filters, titles, withIndex } from './testing.ts'

const on = (date: string, time?: string) => ({ start: { date, about: false, ...(time ? { time } : {}) } })

describe('filters', () => {
  test('by audience, types and area, and how many match', () => {
    withIndex((index) => {
      index.apply([
        write(1, { index: 1 }, { title: 'one', types: ['arrest', 'extortion'], area: 'Nairobi, Kibera' }),
        write(2, { index: 2, space: 2 }, { title: 'two', types: ['eviction'], area: 'São Paulo' }),
        write(3, { index: 3, org: 1, space: 2 }, { title: 'three', types: [], area: '' }),
      ])
      const sorted = (changes: Parameters<typeof titles>[1]) => {
        const found = titles(index, changes).sort()
        expect(index.count(filters(changes))).toEqual({ matching: found.length, all: 3 })
        return found
      }
      expect(sorted({})).toEqual(['one', 'three', 'two'])
      expect(sorted({ audience: 'house' })).toEqual(['one'])
      expect(sorted({ audience: space(2) })).toEqual(['three', 'two'])
      expect(sorted({ audience: space(9) })).toEqual([])
      expect(sorted({ types: ['eviction', 'arrest'] })).toEqual(['one', 'two'])
      expect(sorted({ types: ['evict'] })).toEqual([])
      expect(sorted({ area: 'SAO PAULO' })).toEqual(['two'])
      expect(sorted({ area: 'nairobi, kibera' })).toEqual(['one'])
      expect(sorted({ area: 'Nairobi' })).toEqual([])
      expect(sorted({ audience: space(2), types: ['eviction'], area: 'são paulo', text: 'two' })).toEqual(['two'])
    })
  })

  test('by the spaces that it is in, of our House also what others have', () => {
    withIndex((index) => {
      index.apply([
        write(1, { index: 1 }, { title: 'kept' }),
        write(2, { index: 2 }, { title: 'shared' }),
        write(3, { index: 3, space: 2 }, { title: 'written there' }),
        write(4, { index: 4, org: 1, space: 2 }, { title: 'of a partner' }),
      ])
      const sorted = (changes: Parameters<typeof titles>[1]) => titles(index, changes).sort()
      expect(sorted({ within: [space(1)] })).toEqual(['kept', 'shared'])
      index.apply([share(2, 2, 40, { index: 5 }), write(40, { space: 2, device: 2, index: 6 }, { title: 'shared' })])
      expect(sorted({ within: [space(1)] })).toEqual(['kept', 'shared'])
      expect(index.count(filters({ within: [space(1)] })).matching).toBe(2)
      expect(sorted({ audience: 'house' })).toEqual(['kept'])
      expect(sorted({ audience: space(2), within: [space(1)] })).toEqual(['shared'])
      expect(sorted({ within: [space(1), space(2)] })).toEqual(['kept', 'of a partner', 'shared', 'written there'])
      expect(sorted({ within: [space(9)] })).toEqual([])
      index.apply([tombstone(2, { index: 7 })])
      expect(sorted({ within: [space(1)] })).toEqual(['kept'])
    })
  })

  test('by place, of which a list says where most happened, and by how sure we are', () => {
    withIndex((index) => {
      const at = (record: number, area: string, certainty?: string) =>
        write(record, { index: record }, { title: `${record}`, area, ...(certainty ? { certainty } : {}) })
      index.apply([at(1, 'Kibera', 'confirmed'), at(2, 'kibera', 'likely'), at(3, 'Kibera'), at(4, 'São Tomé'), at(5, '')])
      expect(index.places('', 10)).toEqual([
        { area: 'Kibera', incidents: 3 },
        { area: 'São Tomé', incidents: 1 },
      ])
      expect(index.places('SAO', 10)).toEqual([{ area: 'São Tomé', incidents: 1 }])
      expect(index.places('', 1)).toHaveLength(1)
      const sorted = (changes: Parameters<typeof titles>[1]) => titles(index, changes).sort()
      expect(sorted({ area: 'KIBERA' })).toEqual(['1', '2', '3'])
      expect(sorted({ area: 'kibera', certainty: ['likely', 'unlikely'] })).toEqual(['2'])
      expect(sorted({ certainty: ['confirmed', 'likely'] })).toEqual(['1', '2'])
      // What a coalition has of it stands in its row, and is no incident more.
      index.apply([share(4, 2, 40, { index: 7 }), write(40, { space: 2, device: 2, index: 7 }, { area: 'São Tomé' })])
      expect(index.places('sao', 10)).toEqual([{ area: 'São Tomé', incidents: 1 }])
      index.apply([tombstone(4, { index: 8 })])
      expect(index.places('sao', 10)).toEqual([{ area: 'São Tomé', incidents: 1 }])
      index.apply([tombstone(40, { space: 2, device: 2, index: 9 })])
      expect(index.places('sao', 10)).toEqual([])
      // Two versions of where it was: found at both.
      index.apply([
        amend(3, [entry(0, 3)], { area: 'Mathare' }, { index: 6 }),
        amend(3, [entry(0, 3)], { area: 'Kasarani' }, { device: 1, index: 0 }),
      ])
      expect(sorted({ area: 'mathare' })).toEqual(['3'])
      expect(sorted({ area: 'kasarani' })).toEqual(['3'])
      expect(sorted({ area: 'kibera' })).toEqual(['1', '2'])
    })
  })

  test('by who did it, by record and by kind, and by what waits for us', () => {
    const officer = '7'.repeat(64) as RecordId
    const other = '8'.repeat(64) as RecordId
    withIndex((index) => {
      index.apply([
        write(
          1,
          { index: 1 },
          { title: 'one', 'perpetrator:0000000a': { perpetrator: officer }, 'perpetrator:0000000b': { kind: 'police' } },
        ),
        write(
          2,
          { index: 2 },
          {
            title: 'two',
            'perpetrator:0000000a': { kind: 'landlord', note: 'Zebra coat' },
            feedbackDue: { date: '2026-05', about: false },
          },
        ),
        write(
          3,
          { index: 0, org: 1 },
          { title: 'three', 'perpetrator:0000000a': { kind: 'police' }, feedbackDue: { date: '2026-05', about: false } },
        ),
      ])
      const sorted = (changes: Parameters<typeof titles>[1]) => titles(index, changes).sort()
      expect(sorted({ perpetrators: [officer] })).toEqual(['one'])
      expect(sorted({ perpetrators: [other, officer] })).toEqual(['one'])
      expect(sorted({ perpetratorKinds: ['police'] })).toEqual(['one', 'three'])
      expect(sorted({ perpetratorKinds: ['police', 'landlord'], waits: true })).toEqual(['two'])
      expect(sorted({ text: 'zebra' })).toEqual(['two'])
      index.apply([
        amend(2, [entry(0, 2)], { feedbackDone: { date: '2026-04-02', about: false }, 'perpetrator:0000000a': null }, { index: 3 }),
      ])
      expect([sorted({ waits: true }), sorted({ text: 'zebra' }), sorted({ perpetratorKinds: ['landlord'] })]).toEqual([[], [], []])
      // Two that have not seen each other want a word.
      index.apply([amend(1, [entry(0, 1)], { area: 'x' }, { index: 4 }), amend(1, [entry(0, 1)], { area: 'y' }, { device: 1, index: 0 })])
      expect(sorted({ waits: true })).toEqual(['one'])
    })
  })

  test('say in their row what they wait for from us, and who wrote them down', () => {
    withIndex((index) => {
      const byMay = { feedbackDue: { date: '2026-05', about: false } } as const
      index.apply([
        write(1, { index: 1 }, { title: 'one', recordedBy: 'JN', ...byMay }),
        write(2, { index: 2 }, { title: 'two' }),
        write(3, { index: 0, org: 1 }, { title: 'three', ...byMay }),
      ])
      const rows = () =>
        Object.fromEntries(
          index
            .list(filters(), null, 9)
            .rows.map(({ title, feedbackDue, proposals, recordedBy }) => [title, [feedbackDue, proposals, recordedBy]]),
        )
      expect(rows()).toEqual({ one: ['2026-05-31', 0, 'JN'], two: [null, 0, ''], three: [null, 0, ''] })
      // What another proposes waits for us; what we propose to another is theirs to settle.
      index.apply([
        amend(2, [entry(0, 2)], { area: 'x' }, { index: 1, org: 1 }),
        amend(3, [entry(1, 0)], { area: 'y' }, { index: 3 }),
        amend(1, [entry(0, 1)], { feedbackDone: { date: '2026-04-02', about: false } }, { index: 4 }),
      ])
      expect(rows()).toEqual({ one: [null, 0, 'JN'], two: [null, 1, ''], three: [null, 0, ''] })
    })
  })

  test('by the kind of who did it as the incident says it, and by the unit as it or their record does', () => {
    const record = (n: number) => recordIdOf(space(1), organisation(0), name(n))
    withIndex((index) => {
      const officer = (n: number, fields: object) =>
        card(n, { kind: 'perpetrator', fields: { label: `officer ${n}`, ...fields } }, { index: n })
      index.apply([
        officer(81, { kind: 'police', unit: 'Central' }),
        officer(82, { kind: 'military' }),
        write(1, { index: 1 }, { title: 'by record', 'perpetrator:0000000a': { perpetrator: record(81) } }),
        write(2, { index: 2 }, { title: 'said otherwise', 'perpetrator:0000000a': { perpetrator: record(81), kind: 'security' } }),
        write(3, { index: 3 }, { title: 'another', 'perpetrator:0000000a': { perpetrator: record(82) } }),
        write(4, { index: 4, org: 1, space: 2 }, { title: 'of a partner', 'perpetrator:0000000a': { kind: 'police', unit: ' CENTRAL' } }),
      ])
      const sorted = (changes: Parameters<typeof titles>[1]) => titles(index, changes).sort()
      expect(sorted({ perpetratorKinds: ['police'] })).toEqual(['of a partner'])
      expect(sorted({ perpetratorKinds: ['military', 'security'] })).toEqual(['said otherwise'])
      expect(sorted({ units: ['Central'] })).toEqual(['by record', 'of a partner', 'said otherwise'])
      expect(sorted({ units: ['Kasarani'] })).toEqual([])
    })
  })

  test('by a unit whatever its case and accents, whether the incident says it or the record of who did it', () => {
    const record = (n: number) => recordIdOf(space(1), organisation(0), name(n))
    withIndex((index) => {
      const officer = (n: number, unit: string) =>
        card(n, { kind: 'perpetrator', fields: { label: `officer ${n}`, unit, description: 'Was at Vigía once' } }, { index: n })
      index.apply([
        officer(81, 'Vigía Élite'),
        officer(82, 'VIGIA ÉLITE'),
        officer(83, 'Vigía Élite Norte'),
        ...[81, 82, 83].map((n) =>
          write(n - 80, { index: n - 80 }, { title: `by ${n}`, 'perpetrator:0000000a': { perpetrator: record(n) } }),
        ),
        write(4, { index: 4 }, { title: 'as said', 'perpetrator:0000000a': { unit: 'vigía elite' } }),
      ])
      for (const unit of ['Vigía Élite', 'vigia elite', ' VIGÍA élite', 'vigía elite'])
        expect(titles(index, { units: [unit] }).sort(), unit).toEqual(['as said', 'by 81', 'by 82'])
      for (const unit of ['vigia', '" OR vigia', '-', '\0']) expect(titles(index, { units: [unit] }), unit).toEqual([])
    })
  })

  test('not by the little words in what kinds are called', () => {
    withIndex((index) => {
      index.apply([write(1, { index: 1 }, { title: 'one', types: INCIDENT_TYPES.map(({ slug }) => slug) })])
      for (const text of ['una', 'par', 'dans', 'kwa', 'the', 'out']) expect(titles(index, { text }), text).toEqual([])
      expect(titles(index, { text: 'arrest' })).toEqual(['one'])
    })
  })

  test('by what a word means: a kind in any language, a person and an officer that incidents name', () => {
    const id = (n: number) => recordIdOf(space(1), organisation(0), name(n))
    withIndex((index) => {
      index.apply([
        write(1, { index: 1 }, { title: 'one', types: ['arrest'], 'harmed:0000000a': { person: id(8) } }),
        write(2, { index: 2 }, { title: 'two', types: [`own:${'0a'.repeat(16)}`], 'perpetrator:0000000a': { perpetrator: id(9) } }),
        write(3, { index: 3 }, { title: 'three', types: ['eviction'], 'perpetrator:0000000a': { kind: 'police' } }),
        card(8, { kind: 'person', fields: { pseudonym: 'Nééma', about: 'Speaks Luo' } }, { index: 4 }),
        card(9, { kind: 'perpetrator', fields: { label: 'The tall one', unit: 'Kilimani', badge: 'B77' } }, { index: 5 }),
      ])
      const sorted = (changes: Parameters<typeof titles>[1]) => titles(index, changes).sort()
      for (const text of ['arrest', 'kukamat', 'Arrestation', 'detencion', 'neema', 'arrest neema'])
        expect(sorted({ text }), text).toEqual(['one'])
      for (const text of ['kilimani', 'b77', 'tall']) expect(sorted({ text }), text).toEqual(['two'])
      for (const text of ['polisi', 'kufukuzwa', 'eviction police']) expect(sorted({ text }), text).toEqual(['three'])
      // Not by what is only known of a person, by a beginning that says little, nor by words that are asked for as they stand.
      for (const text of ['luo', 'arr', '"arrest"', 'arrest kilimani']) expect(sorted({ text }), text).toEqual([])
      expect(sorted({ types: [`own:${'0a'.repeat(16)}`] })).toEqual(['two'])
      index.apply([
        amendCard(8, [entry(0, 4)], { kind: 'person', changes: { pseudonym: 'Zuri' } }, { index: 6 }),
        tombstone(9, { index: 7 }),
      ])
      expect([sorted({ text: 'neema' }), sorted({ text: 'zuri' }), sorted({ text: 'kilimani' })]).toEqual([[], ['one'], []])
    })
  })

  test('by what a kind of our own is called, as long as it is there', () => {
    withIndex((index) => {
      const type = (label: string, place: object) => card(7, { kind: 'type', fields: { label, group: 'liberty' } }, place)
      index.apply([
        type('Market sweep', { index: 1 }),
        write(1, { index: 2 }, { title: 'one', types: [`own:${name(7)}`] }),
        write(2, { index: 3 }, { title: 'two' }),
      ])
      const sorted = (text: string) => titles(index, { text }).sort()
      for (const text of ['sweep', 'MARKET', 'swee mark']) expect(sorted(text), text).toEqual(['one'])
      expect(sorted('"sweep"')).toEqual([])
      index.apply([amendCard(7, [entry(0, 1)], { kind: 'type', changes: { label: 'Street sweep' } }, { index: 4 })])
      expect([sorted('street'), sorted('market')]).toEqual([['one'], []])
      index.apply([tombstone(7, { index: 5 })])
      expect(sorted('street')).toEqual([])
    })
  })

  test.each([
    ['2020-06-10', '2020-06-10', ['year', 'june', 'tenth', 'ten']],
    ['2020-06-11', '2020-06-30', ['year', 'june']],
    ['2020-06-01', '2020-06-01', ['year', 'june']],
    ['2020-01-01', '2020-05-31', ['year']],
    ['2020-07-01', null, ['year', 'next']],
    [null, '2020-06-09', ['year', 'june']],
    ['2021-01-01', '2021-12-31', ['next']],
    ['2022-01-01', '2021-12-31', []],
    ['0001-01-01', '9999-12-31', ['year', 'june', 'tenth', 'ten', 'next']],
  ])('the period from %s to %s holds what overlaps it, dated records only', (from, to, expected) => {
    withIndex((index) => {
      index.apply([
        write(1, { index: 1 }, { title: 'year', ...on('2020') }),
        write(2, { index: 2 }, { title: 'june', ...on('2020-06') }),
        write(3, { index: 3 }, { title: 'tenth', ...on('2020-06-10') }),
        write(4, { index: 4 }, { title: 'ten', ...on('2020-06-10', '10:00') }),
        write(5, { index: 5 }, { title: 'next', ...on('2021-01-01') }),
        write(6, { index: 6, wall: Date.UTC(2020, 5, 10) }, { title: 'undated', start: null }),
      ])
      expect(titles(index, { from, to }).sort()).toEqual([...expected].sort())
      expect(index.count(filters({ from, to })).matching).toBe(expected.length)
      const paged = []
      for (let cursor: string | null = null; ; ) {
        const page = index.list(filters({ from, to }), cursor, 1)
        paged.push(...page.rows.map(({ title }) => title))
        cursor = page.nextCursor
        if (cursor === null) break
      }
      expect(paged).toEqual(titles(index, { from, to }))
    })
  })

  test('areas in use, most used first, forgotten with their last record', () => {
    withIndex((index) => {
      const areas = ['Kibera', 'Kibera', 'Kawangware', 'Karen', 'Karen', 'Karen', 'Área Verde', '']
      index.apply(areas.map((area, i) => write(i, { index: i }, { area })))
      expect(index.areas('')).toEqual(
        ['Karen', 'Kibera', 'Kawangware', 'Área Verde'].sort((a, b) =>
          a === 'Karen' ? -1 : b === 'Karen' ? 1 : a === 'Kibera' ? -1 : b === 'Kibera' ? 1 : a < b ? -1 : 1,
        ),
      )
      expect(index.areas(' kA')).toEqual(['Karen', 'Kawangware'])
      expect(index.areas('area')).toEqual(['Área Verde'])
      index.apply([tombstone(6, { index: 50 }), amend(2, [entry(0, 2)], { area: 'Kibera' }, { index: 51 })])
      expect(index.areas('')).toEqual(['Karen', 'Kibera'])
    })
  })
})
describe('searching', () => {
  test('accents, case and order do not matter, beginnings are enough, quotes are taken at their word', () => {
    withIndex((index) => {
      index.apply([
        write(1, { index: 1 }, { title: 'Redada', narrative: 'La policía ENTRÓ en el Ñandú a medianoche.' }),
        write(2, { index: 2 }, { title: 'x', narrative: 'quiet' }),
      ])
      for (const text of [
        'policia',
        'POLICÍA',
        'ñan',
        'nandu entro',
        'entr polic',
        '"policia entro"',
        '"en el nan',
        'media-',
        'el',
        'policía, ¡entró!',
      ]) {
        expect([text, titles(index, { text })]).toEqual([text, ['Redada']])
      }
      for (const text of ['olicia', '"entro policia"', 'policia quiet', 'na', '"en el nan"', '👩', '!!!'])
        expect([text, titles(index, { text })]).toEqual([text, []])
      for (const text of ['', '   ', '"', '""']) expect([text, titles(index, { text })]).toEqual([text, ['x', 'Redada']])
    })
  })

  test('words of each language that the screens speak are found, with and without their accents', () => {
    withIndex((index) => {
      index.apply([
        write(1, { index: 1 }, { title: 'es', narrative: 'La redada fue mañana y tarde; la señora pidió ayuda.' }),
        write(2, { index: 2 }, { title: 'fr', narrative: 'Arrêtée près du lycée, elle a été relâchée; sa sœur l’attendait.' }),
        write(3, { index: 3 }, { title: 'sw', narrative: 'Polisi walivamia nyumba ya Ng’ang’a, wakamkamata mfanyakazi wa ngono.' }),
      ])
      const found = (...texts: string[]) => texts.map((text) => titles(index, { text }))
      expect(found('manana', 'mañana', 'senora', 'SEÑORA', 'pidio')).toEqual(Array.from({ length: 5 }, () => ['es']))
      expect(found('arretee', 'arrêtée', 'lycee', 'relachee', 'sœur', 'SŒUR')).toEqual(Array.from({ length: 6 }, () => ['fr']))
      expect(found('walivamia', 'POLISI', 'mfanyakazi wa ngono', 'ng’ang’a')).toEqual(Array.from({ length: 4 }, () => ['sw']))
    })
  })

  test('cells of an imported row are found, and kinds by what they are called, not by how they are kept', () => {
    withIndex((index) => {
      const source = { fileName: 'log.csv', row: 2, cells: [{ name: 'Station', value: 'Kasarani' }] }
      index.apply([write(1, {}, { source, types: ['arrest'] })])
      expect(titles(index, { text: 'kasarani' })).toHaveLength(1)
      expect(titles(index, { text: 'arrest' })).toHaveLength(1)
      expect(titles(index, { text: '"arrest"' })).toEqual([])
      expect(titles(index, { text: Buffer.from('arrest').toString('hex') })).toEqual([])
    })
  })

  test('whatever is typed is no query language', () => {
    withIndex((index) => {
      index.apply([write(1, {}, { title: 'title OR NEAR area' })])
      const syntax = fc.constantFrom(
        '"',
        '*',
        '(',
        ')',
        '^',
        '-',
        '+',
        ':',
        'AND',
        'OR',
        'NOT',
        'NEAR(',
        '{area}',
        'title',
        "'",
        '\\',
        '\u0000',
        '\ud800',
        '\ue000',
        '\ue002d',
        ' ',
        'a',
        'é',
      )
      fc.assert(
        fc.property(
          fc.oneof(
            fc.string({ unit: 'binary', maxLength: 500 }),
            fc.array(syntax, { maxLength: 120 }).map((parts) => parts.join('')),
          ),
          (text) => {
            index.list(filters({ text }), null, 5)
            index.list(filters({ area: text }), null, 5)
            index.count(filters({ text, area: text, types: [text] }))
            index.areas(text)
          },
        ),
        { numRuns: 400 },
      )
      for (const text of ['\ue002d', '\ue002s1', '{facets} : d']) expect(titles(index, { text })).toEqual([])
      expect(titles(index, { text: 'title:or' })).toHaveLength(1)
      expect(titles(index, { text: 'area:title' })).toHaveLength(0)
      expect(titles(index, { text: 'OR NEAR' })).toHaveLength(1)
    })
  })
})

describe('a search', () => {
  test.each([
    ['اقتحمت المَرْكَزَ لَيْلًا واعتُقِلَ مُحَمَّد', ['المركز', 'محمد', 'ليلا', 'مُحمد', 'اقتح', '"المركز ليلا"'], ['المركزي', '"ليلا المركز"']],
    ['اعتقل الأمن إيمان في آخر الـشارع', ['الامن', 'ايمان', 'اخر', 'الأمن', 'الشارع'], ['امان']],
    ['昨天晚上警察来了，带走了三个人', ['警察', '三个人', '昨天', '人', '"警察来了"'], ['察警', '"警察带走"']],
    ['夜にバーへ警察が来ました', ['警察', 'バー', '来ました'], ['ーバ']],
    ['ตำรวจจับผู้หญิง', ['ผู้หญิง', 'ตำรวจ'], ['หญิงผู้']],
    ['पुलिस ने महिलाओं को', ['महिला', 'महिलाओं', 'पुलिस'], ['महोदय']],
    ['Une sœur, Straße, Łódź, Đường, ışık', ['soeur', 'sœur', 'strasse', 'lodz', 'duong', 'isik', 'Łódź'], ['sour']],
    ['ፖሊስ ሴቶችን አሰረ። አዲስ አበባ፡ማክሰኞ', ['ሴቶች', 'ማክሰኞ'], ['ቶችን']],
    ['Ἀθήνα, ᾧ ᾖ, and Ǿ ǽ', ['Αθηνα', 'ᾧ', 'ᾖ', 'Ǿ', 'ǽ'], ['Θήρα']],
    ['cafe\u0301 in Kisumu', ['café', 'CAFE', 'kisumu'], ['caf e']],
  ])('finds words of any script, whatever their accents: %s', (narrative, found, missed) => {
    withIndex((index) => {
      index.apply([
        write(1, { index: 1 }, { title: 'one', narrative }),
        card(2, { kind: 'note', fields: { title: 'note', pattern: narrative } }, { index: 2 }),
      ])
      const cards = (text: string) => index.cards({ kind: 'note', text, unit: null, cursor: null, limit: 5 }).rows.length
      for (const text of found) {
        expect([titles(index, { text }), cards(text)], text).toEqual([['one'], 1])
        expect(index.list(filters({ text }), null, 1).rows[0]?.snippet, text).toContain('\ue000')
      }
      for (const text of missed) expect([titles(index, { text }), cards(text)], text).toEqual([[], 0])
      index.apply([tombstone(1, { index: 3 }), tombstone(2, { index: 4 })])
      for (const text of found) expect([titles(index, { text }), cards(text)], text).toEqual([[], 0])
    })
  })
})
