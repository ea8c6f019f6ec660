import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { alertProcedures } from './alert-procedures.ts'
import { formKeySchema, keptFormSchema } from './card-draft.ts'
import { cardProcedures } from './card-procedures.ts'
import { changeSchema } from './change.ts'
import { coalitionSchema, inviteSchema, networkSchema, pairingSchema } from './coalition.ts'
import { computerSchema } from './computers.ts'
import { courierEventSchema, driveSchema } from './courier.ts'
import { draftSchema } from './draft.ts'
import { errorMap } from './errors.ts'
import {
  broughtInSchema,
  csvSchema,
  exportPreviewSchema,
  exportSchema,
  importPlanSchema,
  mappingCheckSchema,
  progressSchema,
  rowReportSchema,
  tableChoiceSchema,
  tablePreviewSchema,
  takeableSchema,
} from './exchange.ts'
import { draftFilesSchema, NO_FILES } from './file.ts'
import { fileProcedures } from './file-procedures.ts'
import {
  computerIdSchema,
  draftIdSchema,
  entryIdSchema,
  importIdSchema,
  inviteIdSchema,
  organisationIdSchema,
  pairingIdSchema,
  recordIdSchema,
  spaceIdSchema,
} from './ids.ts'
import { draftFieldsSchema } from './incident.ts'
import { languageSchema } from './language.ts'
import { LIMITS } from './limits.ts'
import { recordProcedures } from './record-procedures.ts'
import { settingsSchema } from './settings.ts'
import { vaultStatusSchema } from './vault.ts'
import { viewProcedures } from './view-procedures.ts'

export * from './alert.ts'
export * from './card.ts'
export * from './card-draft.ts'
export * from './change.ts'
export * from './coalition.ts'
export * from './codes.ts'
export * from './complaint.ts'
export * from './computers.ts'
export * from './courier.ts'
export * from './draft.ts'
export * from './encodings.ts'
export * from './errors.ts'
export * from './exchange.ts'
export * from './figures.ts'
export * from './file.ts'
export * from './filters.ts'
export * from './ids.ts'
export * from './import-fields.ts'
export * from './incident.ts'
export * from './language.ts'
export * from './leaving.ts'
export * from './limits.ts'
export * from './mention.ts'
export * from './name-words.ts'
export * from './record-fields.ts'
export * from './record-kinds.ts'
export * from './record-schemas.ts'
export * from './settings.ts'
export * from './vault.ts'
export * from './view.ts'

const base = oc.errors(errorMap)
const nothing = z.object({})
const computerName = z.string().trim().min(1).max(LIMITS.computerName)
const passphrase = z.string().max(LIMITS.passphraseMax)

export const contract = {
  vault: {
    status: base.output(vaultStatusSchema),
    /** Six words from the EFF list. */
    suggestPassphrase: base.output(z.object({ words: z.array(z.string()).length(6) })),
    create: base.input(z.object({ organisationName: z.string().trim().min(1).max(LIMITS.organisationName), passphrase })).output(nothing),
    /** A vault for a computer that is to join an organisation: it gets no recovery words. */
    createComputer: base.input(z.object({ computerName, passphrase })).output(nothing),
    /** The 24 recovery words. Only until they are confirmed; NOT_ALLOWED afterwards. */
    words: base.output(z.object({ words: z.array(z.string()).length(24) })),
    confirmWords: base
      .input(z.object({ answers: z.array(z.object({ index: z.number().int().min(0).max(23), word: z.string().max(64) })).length(3) }))
      .output(nothing),
    unlock: base.input(z.object({ passphrase })).output(nothing),
    recover: base.input(z.object({ words: z.string().max(1_000), passphrase })).output(nothing),
    changePassphrase: base.input(z.object({ current: passphrase, next: passphrase })).output(nothing),
    /** Keeps the language of the screens on this computer, in clear beside the vault: it is read before a passphrase is typed. */
    chooseLanguage: base.input(z.object({ language: languageSchema })).output(nothing),
    /** A key or a click happened: the idle clock starts anew. */
    touch: base.output(nothing),
  },
  organisation: {
    /** `restored`: this computer came back from a backup once, and goes on in new logs since. */
    get: base.output(
      z.object({ name: z.string(), houseId: spaceIdSchema, computer: z.string(), restored: z.boolean(), keyholder: z.boolean() }),
    ),
  },
  computers: {
    /** The computers of this organisation, the removed ones too. */
    list: base.output(z.array(computerSchema)),
    /** An invite for one more computer. Throws NOT_ALLOWED where this is not the keyholder's. Withdrawn as one of a coalition. */
    invite: base.input(z.object({ hours: z.number().int().min(1).max(168).default(24) })).output(inviteSchema),
    invites: base.output(z.array(inviteSchema)),
    /** Takes this computer into an organisation, while `vault.status` says `joining`. */
    join: base.input(z.object({ text: z.string().max(LIMITS.inviteText) })).output(pairingSchema),
    pairings: base.output(z.array(pairingSchema)),
    confirm: base.input(z.object({ pairingId: pairingIdSchema, same: z.boolean() })).output(pairingSchema),
    dismiss: base.input(z.object({ pairingId: pairingIdSchema })).output(nothing),
    rename: base.input(z.object({ computerId: computerIdSchema, name: computerName })).output(nothing),
    /** Removes a computer: it gets nothing that is written afterwards, and what it writes afterwards counts nowhere. */
    revoke: base.input(z.object({ computerId: computerIdSchema })).output(nothing),
  },
  settings: {
    get: base.output(settingsSchema),
    set: base.input(settingsSchema.partial()).output(settingsSchema),
  },
  views: viewProcedures,
  records: recordProcedures,
  alerts: alertProcedures,
  cards: cardProcedures,
  drafts: {
    list: base.output(z.array(draftSchema)),
    /** Keeps a draft, synced. Without `draftId` a new one is begun. */
    save: base
      .input(
        z.object({
          draftId: draftIdSchema.nullable(),
          recordId: recordIdSchema.nullable(),
          heads: z.array(entryIdSchema).max(LIMITS.heads),
          audience: spaceIdSchema,
          fields: draftFieldsSchema,
          files: draftFilesSchema.default(NO_FILES),
        }),
      )
      .output(z.object({ draftId: draftIdSchema, updatedAt: z.string() })),
    /** Throws it away, and within minutes the files that only it has: until then a save that names them keeps them. */
    discard: base.input(z.object({ draftId: draftIdSchema })).output(nothing),
    /** What is half written in a form on the page of a record; null where nothing is. */
    ofForm: base.input(formKeySchema).output(z.object({ draft: keptFormSchema.nullable() })),
    /** Synced on return. */
    keepForm: base.input(formKeySchema.extend({ draft: keptFormSchema })).output(nothing),
    /** As `discard`. */
    dropForm: base.input(formKeySchema).output(nothing),
  },
  imports: {
    begin: base
      .input(z.object({ fileName: z.string().max(255), bytes: z.number().int().min(0) }))
      .output(z.object({ importId: importIdSchema })),
    /** The next bytes of the file, in order, base64. */
    chunk: base.input(z.object({ importId: importIdSchema, data: z.string().max(LIMITS.importChunkBytes * 2) })).output(nothing),
    /** Without `sheet`, `header` and `encoding` the first sheet with rows, the row that looks like a header, and the letters that the bytes look like. */
    read: base
      .input(
        z.object({
          importId: importIdSchema,
          sheet: tableChoiceSchema.shape.sheet.nullable().default(null),
          header: tableChoiceSchema.shape.header.nullable().default(null),
          encoding: tableChoiceSchema.shape.encoding,
        }),
      )
      .output(tablePreviewSchema),
    check: base.input(importPlanSchema).output(mappingCheckSchema),
    /** Throws NAME_IN_WORDS where `named` is not the mark of just these rows. */
    run: base.input(importPlanSchema).output(eventIterator(progressSchema)),
    report: base
      .input(z.object({ importId: importIdSchema, offset: z.number().int().min(0), limit: z.number().int().min(1).max(LIMITS.pageSize) }))
      .output(z.object({ rows: z.array(rowReportSchema), total: z.number().int(), saved: z.number().int(), skipped: z.number().int() })),
    close: base.input(z.object({ importId: importIdSchema })).output(nothing),
    /** Imports of this computer that it can still take back, the latest first. */
    recent: base.output(z.array(broughtInSchema)),
    /** What taking an import back would erase, said before anything is. Throws IMPORT_NOT_FOUND. */
    takeable: base.input(z.object({ importId: importIdSchema })).output(takeableSchema),
    /** Erases what an import wrote, but for what was amended, shared or linked since. Its rows can be brought in again. Throws IMPORT_NOT_FOUND. */
    takeBack: base.input(z.object({ importId: importIdSchema })).output(eventIterator(progressSchema)),
  },
  exports: {
    /** What would leave, said before anything does. */
    preview: base.input(exportSchema).output(exportPreviewSchema),
    /** The CSV in pieces of text, the first with the byte order mark. */
    csv: base.input(csvSchema).output(eventIterator(z.object({ text: z.string(), done: z.number().int(), total: z.number().int() }))),
  },
  coalitions: {
    list: base.output(z.array(coalitionSchema)),
    found: base.input(z.object({ name: z.string().trim().min(1).max(LIMITS.coalitionName) })).output(z.object({ spaceId: spaceIdSchema })),
    /** An invite into a coalition whose founder or steward this organisation is. `past`: whether the newcomer may read what was written before. Throws NOT_ALLOWED. */
    invite: base
      .input(z.object({ spaceId: spaceIdSchema, hours: z.number().int().min(1).max(168).default(24), past: z.boolean().default(true) }))
      .output(inviteSchema),
    invites: base.input(z.object({ spaceId: spaceIdSchema })).output(z.array(inviteSchema)),
    withdrawInvite: base.input(z.object({ inviteId: inviteIdSchema })).output(nothing),
    join: base.input(z.object({ text: z.string().max(LIMITS.inviteText) })).output(pairingSchema),
    pairings: base.output(z.array(pairingSchema)),
    /** The person's word on the safety phrase. Nobody is admitted without a yes on both sides. */
    confirm: base.input(z.object({ pairingId: pairingIdSchema, same: z.boolean() })).output(pairingSchema),
    dismiss: base.input(z.object({ pairingId: pairingIdSchema })).output(nothing),
    /** Removes a member: it gets nothing that is written afterwards. Throws NOT_ALLOWED. */
    remove: base.input(z.object({ spaceId: spaceIdSchema, organisationId: organisationIdSchema })).output(nothing),
    /** Makes a member a steward, who may invite and remove members too: the founder only. Throws NOT_ALLOWED. */
    appoint: base.input(z.object({ spaceId: spaceIdSchema, organisationId: organisationIdSchema })).output(nothing),
    /** Offers a member or steward the founder's place, which cannot be taken back: the founder only. Throws NOT_ALLOWED. */
    handOver: base.input(z.object({ spaceId: spaceIdSchema, organisationId: organisationIdSchema })).output(nothing),
    /** Says, as a steward, who shall take the place of a founder who is gone; null takes that back. Throws NOT_ALLOWED, NOT_KEYHOLDER. */
    nameFounder: base.input(z.object({ spaceId: spaceIdSchema, organisationId: organisationIdSchema.nullable() })).output(nothing),
    /** Says, as the founder, that she is not gone: what stewards have said before counts no more. Throws NOT_ALLOWED. */
    stillHere: base.input(z.object({ spaceId: spaceIdSchema })).output(nothing),
    /** Takes the founder's place that was offered to this organisation, by the founder or the stewards. Throws NOT_ALLOWED where none is. */
    acceptPlace: base.input(z.object({ spaceId: spaceIdSchema })).output(nothing),
    /** Leaves for good. With `erase`, first erases what this organisation wrote there. Throws NOT_ALLOWED. */
    leave: base.input(z.object({ spaceId: spaceIdSchema, erase: z.boolean() })).output(nothing),
  },
  network: {
    status: base.output(networkSchema),
    set: base
      .input(
        z.object({
          internet: z.boolean().optional(),
          nearby: z.boolean().optional(),
          bootstrap: z.array(z.string().max(255)).max(20).optional(),
        }),
      )
      .output(networkSchema),
    /** Dials an address on the local network, `host:port`, and keeps trying until the log is locked. Throws NEARBY_OFF, BAD_ADDRESS, NOT_REACHED. */
    dial: base.input(z.object({ address: z.string().max(64) })).output(networkSchema),
  },
  courier: {
    /** Drives that can be seen now; others can be named by their folder. */
    drives: base.output(z.array(driveSchema).max(20)),
    /**
     * Takes from a drive what is missing here, then gives what is missing there. `longFiles`: with files over `LIMITS.fileByItself`, of which a partner takes
     * only what she has asked for. Throws COURIER_NO_FOLDER, COURIER_BUSY.
     */
    sync: base
      .input(z.object({ dir: z.string().min(1).max(LIMITS.path), longFiles: z.boolean().default(false) }))
      .output(eventIterator(courierEventSchema)),
  },
  files: fileProcedures,
  changes: {
    subscribe: base.output(eventIterator(changeSchema)),
  },
}

export type Contract = typeof contract
