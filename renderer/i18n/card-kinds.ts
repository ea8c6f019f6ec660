import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { CardKind } from '../../core/engine/contract/record-kinds.ts'

export interface KindWords {
  /** The button that begins one, and the title of its form. */
  add: MessageDescriptor
  save: MessageDescriptor
  /** The title of the form that changes one. */
  amend: MessageDescriptor
  /** The question before one is erased. */
  erase: MessageDescriptor
}

/** How the screens speak of each kind of record. */
export const KIND_WORDS: Record<CardKind, KindWords> = {
  person: {
    add: msg`Add a person`,
    save: msg`Save this person for us only`,
    amend: msg`Amend a person`,
    erase: msg`Erase this person?`,
  },
  perpetrator: {
    add: msg`Add somebody who did harm`,
    save: msg`Save them for us only`,
    amend: msg`Amend somebody who did harm`,
    erase: msg`Erase this page?`,
  },
  request: {
    add: msg`Ask for help`,
    save: msg`Save the request for us only`,
    amend: msg`Amend a request`,
    erase: msg`Erase this request?`,
  },
  complaint: {
    add: msg`Begin a complaint`,
    save: msg`Save the complaint for us only`,
    amend: msg`Amend a complaint`,
    erase: msg`Erase this complaint?`,
  },
  testimony: {
    add: msg`Write a testimony`,
    save: msg`Save the testimony for us only`,
    amend: msg`Amend a testimony`,
    erase: msg`Erase this testimony?`,
  },
  note: {
    add: msg`Write a security note`,
    save: msg`Save the note for us only`,
    amend: msg`Amend a security note`,
    erase: msg`Erase this note?`,
  },
  link: {
    add: msg`Add a link`,
    save: msg`Save the link for us only`,
    amend: msg`Amend a link`,
    erase: msg`Erase this link?`,
  },
  type: {
    add: msg`Add a kind of our own`,
    save: msg`Save the kind for us only`,
    amend: msg`Amend a kind of our own`,
    erase: msg`Erase this kind?`,
  },
  consent: {
    add: msg`Ask what they agree to`,
    save: msg`Save what they agree to`,
    amend: msg`Amend what they agree to`,
    erase: msg`Erase this answer?`,
  },
}
