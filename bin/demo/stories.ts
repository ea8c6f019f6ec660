import type { AlertFields, IncidentTypeSlug } from '../../core/engine/contract/index.ts'

export interface Story {
  title: string
  types: readonly IncidentTypeSlug[]
  daysAgo: number
  time: string | null
  area: string
  narrative: string
  /** Whether the coalition can read it; otherwise only the organisation itself. */
  shared: boolean
}

export interface Cast {
  name: string
  stories: readonly Story[]
}

export const COALITION = 'Lakeside Alliance'

/** Made up from end to end: no organisation, person or place of these names is meant. The first one founds the coalition. */
export const CAST: readonly [Cast, Cast, Cast] = [
  {
    name: 'Lantern House',
    stories: [
      {
        title: 'Raid on the drop-in, six people held',
        types: ['raid-premises', 'detention'],
        daysAgo: 2,
        time: '22:10',
        area: 'Lantern Row',
        narrative:
          'Eight officers came in without a paper and asked for the list of names. Nobody gave it. Six people were held until the morning; a lawyer was let in at two.',
        shared: true,
      },
      {
        title: 'Outreach bag emptied at the ferry stop',
        types: ['seizure-health-supplies'],
        daysAgo: 6,
        time: '19:45',
        area: 'Ferry stop',
        narrative: 'Two officers took the condoms and said that they were proof. M. asked for their numbers and got none.',
        shared: true,
      },
      {
        title: 'Threatening letter under the door',
        types: ['threats'],
        daysAgo: 9,
        time: null,
        area: 'Lantern Row',
        narrative: 'No name on it. We keep the letter in the box. Not shared: whoever wrote it may watch who hears of it.',
        shared: false,
      },
    ],
  },
  {
    name: 'Harbour Street Collective',
    stories: [
      {
        title: 'Landlord changed the locks after a visit by the police',
        types: ['eviction'],
        daysAgo: 1,
        time: null,
        area: 'Harbour Street',
        narrative: 'Four people could not get to their things. Beds were found for three of them the same evening.',
        shared: true,
      },
      {
        title: 'Paid to be let go at the bridge',
        types: ['extortion'],
        daysAgo: 12,
        time: '23:30',
        area: 'North bridge',
        narrative: 'The same two officers as last month. They asked for a whole week’s money from each of us.',
        shared: true,
      },
    ],
  },
  {
    name: 'Heron Sisters',
    stories: [
      {
        title: 'Turned away at the clinic',
        types: ['health-refusal'],
        daysAgo: 3,
        time: '10:15',
        area: 'Mill Hill',
        narrative: 'The nurse at the desk said "not your kind" in front of everybody. The other clinic saw her in the afternoon.',
        shared: true,
      },
      {
        title: 'Photographs put online with a home address',
        types: ['online-attack', 'outing'],
        daysAgo: 5,
        time: null,
        area: '',
        narrative: 'Reported to the site, taken down after nine hours. She is staying with friends.',
        shared: true,
      },
    ],
  },
]

/** The second organisation has raised this, the third has answered, and the first has yet to. */
export const ALERT: AlertFields = {
  what: 'Two of ours held at the harbour post',
  area: 'Harbour Street',
  place: '',
  began: null,
  needs: ['lawyer', 'bail'],
  contact: '',
  lasts: 4_320,
}
/** What the third brings. */
export const ANSWER_LINE = 'Our lawyer is on her way and there by eight'
