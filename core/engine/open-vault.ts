import { ParasolError } from '../error.ts'
import { type Index, openIndex, removeIndex } from '../index/index.ts'
import { LogStore } from '../log/store.ts'
import type { Profile } from '../vault/profile.ts'
import type { Vault } from '../vault/vault.ts'
import type { Changes } from './changes.ts'
import type { SpaceId } from './contract/index.ts'
import { localDay } from './contract/last-day.ts'
import { logFault } from './faults.ts'
import { AlertDesk } from './services/alert-desk.ts'
import { AlertViews } from './services/alert-views.ts'
import { AlertService } from './services/alerts.ts'
import { authorIn } from './services/authors.ts'
import { CardDrafts } from './services/card-drafts.ts'
import { CardService } from './services/cards.ts'
import { CoalitionService } from './services/coalitions.ts'
import { ComputerService } from './services/computers.ts'
import { ConsentEnding } from './services/consent-ending.ts'
import { Consents } from './services/consents.ts'
import { CourierService } from './services/courier.ts'
import { CustodyBook } from './services/custody.ts'
import { Destinations } from './services/destinations.ts'
import { DraftFileKeeper } from './services/draft-files.ts'
import { DraftService } from './services/drafts.ts'
import { Elections } from './services/elections.ts'
import { eraseOwn } from './services/erase-own.ts'
import { Exporter } from './services/exporter.ts'
import { FileExports } from './services/file-exports.ts'
import { FileKeys } from './services/file-keys.ts'
import { FileService } from './services/files.ts'
import { HouseNotes } from './services/house-notes.ts'
import { ImportJournal } from './services/import-journal.ts'
import { ImportService } from './services/imports.ts'
import { Kept } from './services/kept.ts'
import { NameBook } from './services/name-book.ts'
import { NameBudget } from './services/name-budget.ts'
import { NameGuard } from './services/name-guard.ts'
import { NameHints } from './services/name-hints.ts'
import { NetworkService } from './services/network.ts'
import { Opener } from './services/opener.ts'
import { Projector } from './services/projector.ts'
import { ReachService } from './services/reach.ts'
import { RecordWriter } from './services/record-writer.ts'
import { RecordService } from './services/records.ts'
import { SealedTexts } from './services/sealed-texts.ts'
import { SettingsService } from './services/settings.ts'
import { Sharing } from './services/sharing.ts'
import { Spaces } from './services/spaces.ts'
import { TakeBack } from './services/take-back.ts'
import { ToFollow } from './services/to-follow.ts'
import { Travel } from './services/travel.ts'
import { UnderNames } from './services/under-names.ts'
import { ViewService } from './services/views.ts'

export { Joining } from './joining.ts'

/** Incidents that came of one alert, as many as its page is given. */
const ALERT_INCIDENTS = 20
const CONSENTS_MS = 60 * 60 * 1_000

const today = (): string => localDay(Date.now())

/** Everything that an open vault offers, put together once after the unlock. */
export class OpenVault {
  readonly vault: Vault
  readonly settings: SettingsService
  readonly views: ViewService
  readonly drafts: DraftService
  readonly draftFiles: DraftFileKeeper
  readonly records: RecordService
  readonly cards: CardService
  readonly toFollow: ToFollow
  readonly cardDrafts: CardDrafts
  readonly sharing: Sharing
  readonly alerts: AlertService
  readonly alertDesk: AlertDesk
  readonly imports: ImportService
  readonly exporter: Exporter
  readonly fileExports: FileExports
  readonly coalitions: CoalitionService
  readonly elections: Elections
  readonly network: NetworkService
  readonly courier: CourierService
  readonly computers: ComputerService
  readonly files: FileService
  readonly travel: Travel
  private readonly consents: Consents
  readonly consentEnding: ConsentEnding
  readonly kept: Kept
  private readonly notes: HouseNotes
  private readonly spaces: Spaces

  private constructor(vault: Vault, spaces: Spaces, index: Index, projector: Projector, changes: Changes, blobs: string) {
    this.vault = vault
    this.spaces = spaces
    this.settings = new SettingsService(vault.state)
    this.views = new ViewService(vault.state)
    this.draftFiles = new DraftFileKeeper(vault.state, (name) => this.files.erase(name))
    this.drafts = new DraftService(vault.state, this.draftFiles, changes)
    projector.hearRecords((versions) => this.drafts.hear(versions))
    this.cardDrafts = new CardDrafts(vault.state, this.draftFiles, changes)
    const reach = new ReachService((space) => this.network.sync.receiptsOf(space))
    const writer = new RecordWriter(spaces, projector, () => changes.publish('coalitions'))
    this.notes = new HouseNotes(vault.state, spaces, projector, () => {
      this.network.sync.spacesChanged()
      changes.publish('coalitions')
      changes.publish('computers')
    })
    const custody = new CustodyBook(vault.state, spaces, projector, this.notes, () => changes.publish('files'))
    const sealed = new SealedTexts(index, custody)
    this.consents = new Consents(spaces, index, writer, today)
    const underNames = new UnderNames(index, this.consents)
    this.consentEnding = new ConsentEnding(spaces, index, this.consents, underNames, today)
    this.kept = new Kept(spaces, index, today)
    const keys = new FileKeys({ index, journal: vault.state.blobs, house: () => spaces.houseId })
    this.files = new FileService(blobs, vault.state, writer, projector, custody, keys)
    const budget = new NameBudget(() => sealed.sayThatSought())
    const book = new NameBook({ index, identity: (entry) => sealed.unshown(spaces.house, entry), grown: () => budget.forget() })
    const names = { index, consents: this.consents, book }
    const guard = new NameGuard(names, index, budget)
    this.records = new RecordService(spaces, index, writer, this.drafts, reach, sealed, this.consents, this.files, guard)
    this.toFollow = new ToFollow(index, this.consents, underNames, today)
    this.cards = new CardService(spaces, index, writer, sealed, this.consents, this.cardDrafts, this.files, guard)
    const views = new AlertViews(
      spaces,
      reach,
      (space) => this.network.partnersHere(space),
      (alert) => index.mentions(alert, ALERT_INCIDENTS),
    )
    this.alerts = new AlertService(spaces, index, writer, views, new NameHints(guard), changes)
    this.alertDesk = new AlertDesk(vault.state)
    this.sharing = new Sharing(spaces, index, writer, this.consents, this.files, custody, guard)
    this.exporter = new Exporter(this.records, spaces, this.consents, index, names, budget)
    this.fileExports = new FileExports(index, this.consents, this.files)
    const destinations = new Destinations(spaces, index)
    const journal = new ImportJournal(vault.state, (space, name) => destinations.isKnown(space, name), Date.now)
    this.imports = new ImportService(this.records, destinations, journal, new TakeBack(journal, spaces, index, writer), guard, changes)
    this.travel = new Travel(vault.state, spaces, index, projector, changes, this.files.blobs)
    this.network = new NetworkService({
      state: vault.state,
      identity: spaces.identity,
      spaces: () => spaces.all(),
      entrance: {
        computerName: () => vault.state.secrets.computerLabel(),
        // Its own House again: the other side has not heard yet that we are in.
        enterHouse: async () => undefined,
        join: async (space, genesisHash, reply) => {
          const joined = await spaces.joinCoalition(space, genesisHash, reply)
          this.notes.wake()
          return joined
        },
      },
      filesOf: (space) => this.travel.of(space),
      sync: () => spaces.sync(),
      onSucceeded: (space, how) => this.elections.told(space, how),
      onRecords: (space) => projector.catchUp(space),
      onChange: (topic) => {
        changes.publish(topic)
        if (topic !== 'pairings') changes.publish('computers')
      },
    })
    spaces.afterSuccession(() => {
      this.network.renew().catch((error: unknown) => logFault('network', error))
    })
    this.computers = new ComputerService(vault.state, spaces, this.network, this.notes, changes)
    this.courier = new CourierService(spaces, this.network, projector, this.travel)
    this.elections = new Elections(vault.state, spaces, changes)
    const erase = (audience: SpaceId) => eraseOwn(audience, index, writer)
    this.coalitions = new CoalitionService(spaces, this.network, erase, reach, this.notes, this.elections, changes)
  }

  /** Opens the stores of an unlocked vault, founds the House where it is missing, and brings the index level with the logs. */
  static async open(profile: Profile, vault: Vault, changes: Changes): Promise<OpenVault> {
    const { state } = vault
    const organisationSeed = state.secrets.organisationSeed()
    const device = state.devices.active()
    if (!device) throw new ParasolError('VAULT_DAMAGED')
    const store = await LogStore.open(profile.paths.cores)
    let index: Index | null = null
    let projector: Projector | null = null
    try {
      const identity = { organisationSeed, deviceSeed: device.seed, organisationName: state.secrets.organisationName() }
      const spaces = new Spaces(state, store, identity, Date.now)
      await spaces.load()
      index = openIndex(profile.paths.index, vault.indexKey, {
        house: spaces.houseId,
        ownIn: (space) => spaces.ownIn(space),
        author: (space, organisation) => authorIn(spaces, space, organisation),
        passedOver: (error) => logFault('a record', error),
        damaged: (error) => startOver(profile.paths.index, error),
      })
      projector = new Projector(index, changes, new Opener(spaces.houseId))
      const open = new OpenVault(vault, spaces, index, projector, changes, profile.paths.blobs)
      await bringLevel(spaces, projector)
      open.notes.wake()
      // Nobody waits for it.
      open.tendFiles().catch((error: unknown) => logFault('files', error))
      open.keepConsents()
      open.elections.resume()
      await open.network.resume()
      return open
    } catch (error) {
      projector?.stop()
      await letGo(index, store)
      throw error
    }
  }

  private async tendFiles(): Promise<void> {
    try {
      await this.files.tend(this.draftFiles)
    } finally {
      this.travel.begin()
    }
  }

  /** What people have agreed to ends by the calendar too: looked at now, and every hour. A space that cannot be written now is tried again then. */
  private keepConsents(): void {
    const keep = () => {
      this.consents.enforce().catch((error: unknown) => logFault('consents', error))
    }
    keep()
    setInterval(keep, CONSENTS_MS).unref()
  }

  organisation(): { name: string; houseId: SpaceId; computer: string; restored: boolean; keyholder: boolean } {
    const { secrets } = this.vault.state
    return {
      name: secrets.organisationName(),
      houseId: this.spaces.houseId,
      computer: this.computers.name(),
      keyholder: this.computers.keyholder,
      restored: this.spaces.restored,
    }
  }
}

/** Closes what an opening that failed had open already, so that the next try finds it free. What closing cannot do any more is not what went wrong. */
async function letGo(index: Index | null, store: LogStore): Promise<void> {
  try {
    index?.close()
  } catch (error) {
    logFault('closing the index', error)
  }
  try {
    await store.close()
  } catch (error) {
    logFault('closing the logs', error)
  }
}

/** Reads what is new in every log. What partners wrote must not lock this organisation out of its own: a coalition that fails is read again when something comes. */
async function bringLevel(spaces: Spaces, projector: Projector): Promise<void> {
  await projector.catchUp(spaces.house)
  for (const space of spaces.coalitions()) {
    try {
      await projector.catchUp(space)
    } catch (error) {
      if (error instanceof ParasolError) throw error
      logFault('coalition', error)
    }
  }
}

/** A damaged index is only a projection: remove it and end; the next start builds it from the logs. */
function startOver(indexPath: string, error: Error): void {
  logFault('index', error)
  removeIndex(indexPath)
  process.exit(1)
}
