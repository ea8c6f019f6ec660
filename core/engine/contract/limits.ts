/** Limits that both sides of the contract apply. Lengths are UTF-16 code units unless said otherwise. */
export const LIMITS = {
  title: 500,
  area: 300,
  narrative: 60_000,
  /** An exact address or position. */
  place: 2_000,
  /** Longest JSON of one record body, in UTF-8 bytes: a block holds 256 KiB (docs/protocol.md section 4). */
  bodyBytes: 200_000,
  organisationName: 80,
  coalitionName: 80,
  /** Of a computer. In a certificate it takes at most 60 bytes of UTF-8. */
  computerName: 40,
  passphraseMin: 12,
  passphraseMax: 1024,
  searchText: 500,
  pageSize: 200,
  /** Incidents to be read before they go into a file that a person is shown the way to. */
  namedFirst: 200,
  /** Incidents that a file leaves out, or that a person should read first, of which the first are listed. */
  leftFirst: 20,
  /** Records that one filter may name. */
  filterRecords: 200,
  /** Bytes of a file to import. */
  importBytes: 256 * 1024 * 1024,
  importRows: 250_000,
  importColumns: 1_000,
  importSheets: 1_000,
  importChunkBytes: 1024 * 1024,
  /** Bytes of a file that is kept with a record, and of a piece in which it is handed over. */
  fileBytes: 2 * 1024 * 1024 * 1024,
  filePieceBytes: 1024 * 1024,
  fileName: 255,
  /** Files of one form: what one entry can name (docs/protocol.md 4.5), with what is said of each. */
  draftFiles: 100,
  /** Coalitions of one call, and entries that a record stands on: more than any log can lead to. */
  audiences: 256,
  heads: 1_024,
  /** Needs that one alert may name. */
  alertNeeds: 20,
  alertPlace: 300,
  /** How to reach who raised an alert. */
  alertContact: 120,
  /** A line of news of an update, and the last words on an alert. */
  alertNews: 500,
  /** What an organisation brings, in its own words. */
  alertLine: 300,
  alertQuestion: 500,
  /** What is typed into one field of an alert, however long, of which as much is looked at for names. */
  alertWords: 2_000,
  /** Updates of one alert that count. */
  alertUpdates: 64,
  /** Longest time after which an alert counts as over: three days. */
  alertMinutes: 4_320,
  /** Kinds of alert of one's own. */
  alertTemplates: 20,
  /** Half-written records beside incidents. */
  cardDrafts: 100,
  /** Forms on the pages of records that are half written. */
  formDrafts: 200,
  /** Records beside incidents that a search shows at once. */
  cardsFound: 6,
  /** Records that are listed of somebody who has taken back even that they are kept. */
  kept: 200,
  /** Alerts that a search shows beside them. */
  alertsFound: 4,
  /** Incidents that name one record, or one unit, are counted up to here: so many are "or more". */
  incidentsCounted: 1_000,
  /** Units and stations of one list. */
  units: 500,
  /** Places of one list. */
  places: 500,
  /** Views of the log that are kept under names of one's own. */
  views: 50,
  viewName: 60,
  /** Files of one record that are shared at once. */
  filesShared: 64,
  /** Bytes of a partner’s file that comes by itself, and of all that come so from one organisation of a coalition. */
  fileByItself: 32 * 1024 * 1024,
  filesByThemselves: 1024 * 1024 * 1024,
  inviteText: 2_000,
  /** A path on this computer. */
  path: 4_096,
} as const

/** Earliest and latest year that a date of an incident may name. */
export const YEAR_MIN = 1900
export const YEAR_MAX = 2200
