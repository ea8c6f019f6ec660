import { z } from 'zod'
import { ParasolError } from '../../error.ts'
import type { State } from '../../vault/state/state.ts'
import { type AlertDraft, type AlertTemplate, alertDraftSchema, alertTemplateSchema, LIMITS } from '../contract/index.ts'
import { keepDraft } from './keep-draft.ts'

/** The one draft of an alert has a name of its own among the drafts. */
const DRAFT_ID = 'alert'
const TEMPLATES = 'alert-templates'

/** What stands ready on this computer for the next alert: one that is half written, and kinds of alert of one's own. Sealed in state.db, synced with every change. */
export class AlertDesk {
  private readonly state: State

  constructor(state: State) {
    this.state = state
  }

  /** Null where none is half written, or a later version wrote it. */
  draft(): AlertDraft | null {
    return alertDraftSchema.safeParse(this.state.drafts.get(DRAFT_ID)?.value).data ?? null
  }

  /** On return it is on the disk. Throws TEXT_TOO_LONG for more than 1 MiB. */
  keepDraft(draft: AlertDraft): void {
    keepDraft(this.state, DRAFT_ID, draft)
  }

  dropDraft(): void {
    this.state.drafts.remove(DRAFT_ID)
  }

  templates(): AlertTemplate[] {
    return this.state.settings.get(TEMPLATES, z.array(alertTemplateSchema)) ?? []
  }

  /** Takes the place of those that are there. */
  keepTemplates(templates: readonly AlertTemplate[]): void {
    if (templates.length > LIMITS.alertTemplates) throw new ParasolError('BAD_INPUT', { field: 'templates', limit: LIMITS.alertTemplates })
    this.state.settings.put(TEMPLATES, templates)
  }
}
