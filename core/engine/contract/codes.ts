/**
 * Words that a person picks from a list, stored as slugs. Each list names the HURIDOCS micro-thesaurus it follows (Dueck, Guzman, Verstappen:
 * Micro-thesauri, HURIDOCS 2001), with labels of our own on the screens; huridocs.ts has the term of each slug, so that data maps to other
 * human-rights databases. A slug that a later version added is kept and shown as it is.
 */
export const CODES = {
  /** MT41, how sure we are. */
  certainty: ['confirmed', 'likely', 'possible', 'unlikely'],
  /** MT17, kinds of places. */
  placeKind: [
    'street',
    'home',
    'workplace',
    'hotel',
    'drop-in',
    'shelter',
    'office',
    'police',
    'prison',
    'court',
    'health',
    'vehicle',
    'online',
    'other',
  ],
  /** MT19, how it is known. */
  knownBy: ['harmed', 'witness', 'staff', 'relative', 'lawyer', 'media', 'document', 'hearsay'],
  /** MT42. */
  reliability: ['reliable', 'mostly', 'unsure', 'unreliable'],
  yesNo: ['yes', 'no', 'unknown'],
  /** Arrest: in what way somebody was held. */
  detention: ['questioned', 'cell', 'remand', 'vehicle', 'unofficial', 'sweep'],
  /** MT31, what lawyer. */
  lawyer: ['refused', 'not-asked', 'at-questioning', 'before-charge', 'after-charge', 'in-court', 'unknown'],
  /** MT36, statements signed in custody. */
  statement: ['forced', 'not-asked', 'refused', 'understood', 'not-understood', 'unknown'],
  /** MT37. */
  medical: ['not-needed', 'refused', 'late', 'given', 'asked', 'unknown'],
  role: ['sex-worker', 'peer', 'client', 'family', 'staff', 'bystander', 'other'],
  /** MT25, what became of somebody harmed. */
  injuries: ['none', 'light', 'serious', 'lasting', 'death', 'unknown'],
  /** MT24, types of perpetrators. */
  perpetratorKind: [
    'police',
    'prison',
    'local-government',
    'armed-forces',
    'intelligence',
    'judiciary',
    'private-guards',
    'mob',
    'extremists',
    'client',
    'manager',
    'landlord',
    'health-worker',
    'family',
    'employer',
    'online-account',
    'unknown',
  ],
  /** MT18, degree of involvement. */
  degree: ['carried-out', 'ordered', 'present', 'planned', 'suspected', 'failed-to-prevent'],
  /** MT26, status of a perpetrator since. */
  since: ['in-post', 'moved', 'suspended', 'dismissed', 'investigated', 'charged', 'convicted', 'acquitted', 'unknown'],
  need: [
    'lawyer',
    'bail',
    'medical',
    'psychosocial',
    'relocation',
    'safe-space',
    'physical-security',
    'digital-security',
    'communications',
    'transport',
    'money-food',
    'family',
    'urgent-appeal',
    'rest',
    'training',
  ],
  /** MT45, how far a request has come. */
  requestStatus: ['asked', 'accepted', 'under-way', 'met', 'refused', 'withdrawn'],
  /** MT46. */
  priority: ['now', 'soon', 'later'],
  complaintCategory: ['misconduct', 'neglect', 'death-or-serious-injury', 'policy'],
  /** The life of a complaint, in its usual order. */
  complaintState: [
    'draft',
    'consent',
    'filed',
    'acknowledged',
    'inquiry',
    'investigation',
    'inspection',
    'referred',
    'declined',
    'prosecutor',
    'court',
    'adr',
    'outcome',
    'closed',
  ],
  closedReason: ['withdrawn', 'before-court', 'not-actionable', 'not-enough', 'resolved'],
  confidentiality: ['named', 'withheld', 'intermediary'],
  testimonyForm: ['testimony', 'case-study'],
  /** MT22, how events hang together. */
  linkKind: ['same-event', 'follows', 'reprisal-for', 'same-officer'],
  typeGroup: ['premises', 'liberty', 'bodily', 'pressure', 'reputation', 'exclusion', 'process', 'client'],
  /** What a consent is for. */
  purpose: ['support', 'alert', 'coalition', 'authority', 'publicity'],
} as const satisfies Record<string, readonly string[]>

export type CodeList = keyof typeof CODES
