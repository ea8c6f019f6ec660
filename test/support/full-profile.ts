import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import createTestnet from 'hyperdht/testnet.js'
import type { CardFields, CardKind, FileReference, IncidentFields, NewCard, RecordId, SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, houseOf, incident, makePlace, makeVault, type Place } from './engine.ts'
import { admit, until } from './pair.ts'
import { picture } from './picture.ts'

/** What stands in the profile, by the words it is found by on the screens: made up from end to end. */
export const FULL = {
  organisation: 'Ndoto ya Mwavuli',
  partner: 'Bella Network',
  coalition: 'Lakeside Alliance',
  /** The partner founded it, and ours is a steward there. */
  stewards: 'Night Shift Alliance',
  /** We have an invite into it, and have not met yet. */
  far: 'Far Shore Alliance',
  person: 'Neema',
  silent: 'Baraka',
  /** Her last answer is over. */
  over: 'Pendo',
  /** She wants nothing kept of her. */
  gone: 'Zuri',
  officer: 'Sergeant with the scar',
  unit: 'Station 4',
  raid: 'Raid on the drop-in centre, six people held',
  photographed: 'Arrested outside the market',
  conflicting: 'Eviction by the river',
  imported: 'Followed home from the ferry stop',
  theirs: 'Paid to be let go at the bridge',
  shared: 'Outreach bag emptied at the ferry stop',
  file: 'station-gate.png',
  request: 'A lawyer for tonight',
  complaint: 'Robbed by officers at the market',
  testimony: 'What Neema told us',
  note: 'Stops on Fridays near the bridge',
  alert: 'Police at the drop-in centre',
  theirAlert: 'Two of ours held at the harbour post',
  draft: 'Three people stopped on Harbour Street',
  view: 'Arrests this year',
  computer: 'Front desk',
} as const

const DAY_MS = 86_400_000
const dayAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10)
const on = (days: number, time?: string) => ({ date: dayAgo(days), about: false, ...(time === undefined ? {} : { time }) })
/** One of a list, under a name of its own. */
const one = <L extends string, V>(list: L, value: V) =>
  ({ [`${list}:${randomBytes(4).toString('hex')}`]: value }) as { [F in `${L}:${string}`]: V }

/**
 * Makes a closed profile in which every screen has something to show, by the same calls as a window makes: people, an incident of each sort, alerts of
 * ours and of a partner, requests, complaints, a second computer. No network is switched on in it.
 */
export async function fullProfile(profile: string): Promise<void> {
  const place = await makePlace()
  const testnet = await createTestnet(3, { host: '127.0.0.1' })
  try {
    const bootstrap = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`)
    const start = async (dir: string, owner: Parameters<typeof makeVault>[1]): Promise<Client> => {
      await makeVault(dir, owner)
      const { client } = await place.unlocked(dir)
      await client.network.set({ internet: true, bootstrap })
      return client
    }
    const ours = await start(profile, { organisationName: FULL.organisation })
    const theirs = await start(join(place.root, 'partner'), { organisationName: FULL.partner })
    const { words } = await ours.vault.words()
    await ours.vault.confirmWords({ answers: [0, 1, 2].map((index) => ({ index, word: words[index] ?? '' })) })
    // Nobody touches a key while pictures are taken.
    await ours.settings.set({ autoLockMinutes: 0, recorders: ['JN'] })
    const { spaceId } = await ours.coalitions.found({ name: FULL.coalition })
    await bringIn(ours, theirs, spaceId)
    const second = await theirs.coalitions.found({ name: FULL.stewards })
    await bringIn(theirs, ours, second.spaceId)
    await makeSteward(ours, theirs, second.spaceId)
    await addComputer(place, ours, start)
    await fill(ours, theirs, spaceId)
    await ours.coalitions.invite({ spaceId })
    await ours.computers.invite({})
    await ours.network.set({ internet: false, bootstrap: [] })
    const third = await theirs.coalitions.found({ name: FULL.far })
    const { text } = await theirs.coalitions.invite({ spaceId: third.spaceId })
    await ours.coalitions.join({ text: text ?? '' })
  } finally {
    await place.clear()
    await testnet.destroy()
  }
}

/** Brings one in and has both write; what the meeting said is read and gone. */
async function bringIn(a: Client, b: Client, spaceId: SpaceId): Promise<void> {
  await admit(a, b, spaceId)
  for (const client of [a, b]) {
    await until('the new member', async () => (await client.coalitions.list()).find((one) => one.spaceId === spaceId)?.writable || null)
    const joined = await until(
      'the end of the meeting',
      async () => (await client.coalitions.pairings()).find((one) => one.state === 'joined') ?? null,
    )
    await client.coalitions.dismiss({ pairingId: joined.pairingId })
  }
}

async function makeSteward(ours: Client, theirs: Client, spaceId: SpaceId): Promise<void> {
  const members = async (client: Client) => (await client.coalitions.list()).find((one) => one.spaceId === spaceId)?.members ?? []
  const us = (await members(theirs)).find(({ own }) => !own)
  if (us === undefined) throw new Error('we are not in their coalition')
  await theirs.coalitions.appoint({ spaceId, organisationId: us.organisationId })
  await until('our place as a steward', async () => (await members(ours)).some(({ own, role }) => own && role === 'steward') || null)
}

async function addComputer(
  place: Place,
  ours: Client,
  start: (dir: string, owner: { computerName: string }) => Promise<Client>,
): Promise<void> {
  const added = await start(join(place.root, 'computer'), { computerName: FULL.computer })
  const { text } = await ours.computers.invite({})
  await added.computers.join({ text: text ?? '' })
  for (const { computers } of [added, ours]) {
    const asked = await until(
      'the safety phrase',
      async () => (await computers.pairings()).find(({ state }) => state === 'compare') ?? null,
    )
    await computers.confirm({ pairingId: asked.pairingId, same: true })
  }
  await until('the new computer', async () => (await added.vault.status()).state === 'unlocked' || null)
  const joined = await until(
    'the end of the meeting',
    async () => (await ours.computers.pairings()).find(({ state }) => state === 'joined') ?? null,
  )
  await ours.computers.dismiss({ pairingId: joined.pairingId })
}

async function fill(ours: Client, theirs: Client, coalition: SpaceId): Promise<void> {
  const house = await houseOf(ours)
  const card = async <K extends CardKind>(kind: K, fields: CardFields<K>, identity = null as Identity): Promise<RecordId> =>
    (await ours.cards.create({ audience: house, card: { kind, fields } as unknown as NewCard, identity })).recordId
  const write = async (title: string, fields: Partial<IncidentFields>, exact: string | null = null): Promise<RecordId> =>
    (await ours.records.create({ audience: house, fields: incident(title, fields), place: exact })).recordId

  const neema = await card(
    'person',
    { pseudonym: FULL.person, role: 'sex-worker', languages: 'Kiswahili', about: 'Works near the market. Call only in the afternoon.' },
    { name: 'Wilhelmina Quandt', contact: '+254 700 000 000', notes: 'Only by text message.' },
  )
  await card('person', { pseudonym: FULL.silent, role: 'peer' })
  const officer = await card('perpetrator', {
    label: FULL.officer,
    kind: 'police',
    unit: FULL.unit,
    rank: 'Sergeant',
    badge: '4471',
    description: 'About forty, a scar over the left eye.',
    since: 'in-post',
  })
  await card('perpetrator', { label: 'The landlord of the yellow house', kind: 'landlord' })
  const own = await card('type', { label: 'Fined for standing', group: 'pressure' })
  await card('consent', {
    person: neema,
    level: 4,
    purpose: 'authority',
    recipient: 'IPOA',
    askedBy: 'JN',
    explained: 'What the oversight does with it.',
    language: 'Kiswahili',
    asked: on(2),
  })
  await card('consent', {
    person: neema,
    level: 3,
    purpose: 'coalition',
    recipient: coalition,
    askedBy: 'JN',
    explained: 'What the alliance is, and who is in it.',
    language: 'Kiswahili',
    asked: on(2),
    expires: { date: dayAgo(-300), about: false },
  })
  const pendo = await card('person', { pseudonym: FULL.over })
  await card('consent', { person: pendo, level: 5, purpose: 'authority', recipient: 'IPOA', asked: on(90), expires: on(3) })
  const zuri = await card('person', { pseudonym: FULL.gone })
  await card('testimony', { title: 'What she told us in the shelter', person: zuri, narrative: 'I was asleep.' })
  await card('consent', { person: zuri, level: 1, purpose: 'support', asked: on(40), withdrawn: on(1) })

  const raid = await write(
    FULL.raid,
    {
      types: ['raid-premises', 'detention', `own:${own.slice(0, 32)}`],
      start: on(1, '22:10'),
      area: 'Kariokor',
      narrative:
        'At about ten at night eight officers came in without a paper. They asked for the list of names and took two phones.\n\nSix people were held until the morning. A lawyer was let in at two.',
      certainty: 'confirmed',
      placeKind: 'drop-in',
      recordedBy: 'JN',
      knownBy: 'harmed',
      reliability: 'reliable',
      feedbackDue: { date: dayAgo(0), about: false },
      detention: 'cell',
      heldAt: 'Station 4',
      lawyer: 'at-questioning',
      statement: 'not-understood',
      medical: 'late',
      caseNumber: 'OB 22/1',
      response: 'Called the lawyer on duty.',
      ...one('harmed', {
        person: neema,
        role: 'sex-worker',
        injuries: 'light',
        needs: ['lawyer', 'medical'],
        what: 'Pushed against the wall.',
      }),
      ...one('harmed', { name: 'Five others', people: 5 }),
      ...one('perpetrator', { perpetrator: officer, degree: 'ordered' }),
      ...one('perpetrator', { name: 'Seven in plain clothes', kind: 'police', people: 7, degree: 'carried-out' }),
    },
    'Second gate behind the pharmacy, first floor',
  )
  const file = await add(ours, house, FULL.file)
  const arrested = await write(FULL.photographed, {
    types: ['arrest', 'extortion'],
    start: on(3, '19:45'),
    area: 'Gikomba',
    narrative: 'Four officers took her phone and her money.',
    ...one('file', file),
    ...one('harmed', { person: neema, role: 'sex-worker', needs: ['lawyer'] }),
  })
  const disputed = await write(FULL.conflicting, {
    types: ['eviction'],
    start: on(9),
    area: 'Riverside',
    narrative: 'Six people came in at night.',
  })
  const { heads } = await ours.records.get({ recordId: disputed })
  await ours.records.amend({
    recordId: disputed,
    heads,
    changes: { area: 'North bank', narrative: 'Six people came in at night; two were held.' },
  })
  await ours.records.amend({ recordId: disputed, heads, changes: { area: 'Old mill', narrative: 'Five people came in at about ten.' } })
  await write(FULL.imported, {
    types: ['threats'],
    start: { date: dayAgo(40).slice(0, 7), about: true },
    area: 'Ferry stop',
    source: { fileName: 'incidents-old.csv', row: 12, cells: [{ name: 'Nurse', value: 'M.' }] },
  })
  const bag = await write(FULL.shared, {
    types: ['seizure-health-supplies'],
    start: on(6, '19:45'),
    area: 'Ferry stop',
    narrative: 'Two officers took the condoms and said that they were proof.',
  })
  await ours.records.share({ recordId: bag, heads: (await ours.records.get({ recordId: bag })).heads, audience: coalition })
  await card('link', { link: 'same-officer', from: raid, to: arrested, note: '' })

  await card('request', {
    title: FULL.request,
    needs: ['lawyer', 'bail'],
    person: neema,
    incident: raid,
    status: 'accepted',
    priority: 'now',
    takenBy: 'JN',
    due: on(0),
  })
  await card('request', {
    title: 'A safe place for a week',
    needs: ['safe-space'],
    person: neema,
    status: 'asked',
    priority: 'soon',
    due: { date: dayAgo(-2), about: false },
  })
  await card('complaint', {
    title: FULL.complaint,
    incidents: [arrested],
    category: 'misconduct',
    body: 'IPOA',
    channel: 'By hand',
    reference: 'IPOA/77',
    state: 'filed',
    answerBy: { date: dayAgo(-12), about: false },
    confidentiality: 'withheld',
    station: FULL.unit,
    ...one('step', { state: 'consent', date: on(3), note: 'She agrees.' }),
    ...one('step', { state: 'filed', date: on(2), note: 'Handed in at the desk.' }),
  })
  await card('testimony', {
    title: FULL.testimony,
    form: 'testimony',
    incident: raid,
    person: neema,
    date: on(1),
    language: 'Kiswahili',
    interviewedBy: 'JN',
    narrative: 'They came in and shouted. I was in the back room with the others.',
  })
  await card('note', {
    title: FULL.note,
    from: { date: dayAgo(30), about: false },
    area: 'North bridge',
    pattern: 'The same two officers, each Friday after ten.',
    advice: 'Go home by the other side.',
    incidents: [raid, arrested],
  })

  await ours.drafts.save({
    draftId: null,
    recordId: null,
    heads: [],
    audience: house,
    fields: {
      title: FULL.draft,
      types: [],
      words: '',
      date: '',
      time: '',
      about: false,
      area: 'Harbour Street',
      narrative: 'Two officers',
      more: {},
      lists: {},
      noPlace: false,
    },
  })
  await ours.views.save({
    name: FULL.view,
    filters: {
      audience: 'all',
      text: '',
      types: ['arrest'],
      from: null,
      to: null,
      area: '',
      perpetratorKinds: [],
      perpetrators: [],
      waits: false,
    },
  })
  await theirs.records.create({
    audience: coalition,
    fields: incident(FULL.theirs, {
      types: ['extortion'],
      start: on(12, '23:30'),
      area: 'North bridge',
      narrative: 'The same two officers as last month.',
    }),
  })
  await ours.alerts.raise({
    audiences: [coalition],
    fields: {
      what: FULL.alert,
      area: 'Kariokor',
      needs: ['lawyer', 'safe-space'],
      contact: '+254 700 000 000',
      place: 'Second gate behind the pharmacy',
    },
  })
  const came = await until('our alert', async () => (await theirs.alerts.list({})).alerts[0] ?? null)
  await theirs.alerts.answer({ recordId: came.recordId, answer: 'responding', brings: ['lawyer'], line: 'A lawyer is on the way.' })
  await theirs.alerts.raise({
    audiences: [coalition],
    fields: { what: FULL.theirAlert, area: 'Harbour Street', needs: ['lawyer', 'bail'] },
  })
  await until('what the partner wrote', async () => {
    const { alerts } = await ours.alerts.list({})
    const { matching } = await ours.records.count({ audience: coalition })
    return (alerts.length === 2 && alerts.some(({ answers }) => answers.length > 0) && matching === 2) || null
  })
}

type Identity = { name: string; contact: string; notes: string } | null

async function add(client: Client, audience: SpaceId, name: string): Promise<FileReference> {
  const bytes = picture()
  const { uploadId } = await client.files.begin({ audience, name, size: bytes.length, modified: Date.now() })
  await client.files.piece({ uploadId, at: 0, data: bytes.toString('base64') })
  return client.files.finish({ uploadId })
}
