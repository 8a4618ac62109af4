import type { Component, MaybeRef, Ref } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import type { Attachment } from '@/api/files'
import type { AnswerPart, Values } from '../answers'
import type { Evidence } from '../files/files'
import type { HistoryEntry } from '../history'
import type { Review } from '../review/decision'
import type { Verdict } from '../verdict'
import type { VersionDiff, VersionPair } from '../versions/diff'
import type { DraftSaved } from './section-draft'

type AllowedAction = { action: string; label: string; enabled: boolean; reason: string; rule?: string | null }

/** What an expert's and an enterprise's registration have in common. */
export interface Registration extends DraftSaved {
  id: string
  number?: string | null
  state: string
  state_name: string
  draft?: object | null
  content?: object | null
  submission_number: number
  attachments: Attachment[]
  verdicts: Verdict[]
  competence?: { organisation_name: string; reason: string } | null
  competence_problem: string
  organisation?: { name: string; contact_name: string; contact_phone: string } | null
  due_on?: string | null
  round?: { guarantee_day: number; deadline_on: string; guaranteed: boolean; due_on: string; month: string } | null
  allowed_actions: AllowedAction[]
  reviews: Review[]
  timeline: HistoryEntry[]
}

export interface Read<T> {
  data: Ref<T | undefined>
  isPending: MaybeRef<boolean>
  error: MaybeRef<unknown>
  refetch: () => unknown
}

export interface Signature {
  commitment_hash: string
  signer_name: string
}

/**
 * One kind of registration: its sections, where its pages are, and how its feature reads and writes
 * it. Texts are found under `<space>.`: mine, begin, part, part_hint, part_lead, field, check, sign,
 * done, returned, withdraw.
 */
export interface Frame {
  space: 'experts' | 'enterprises'
  subject: 'expert' | 'enterprise'
  parts: AnswerPart[]
  /** The code list of the kinds of files that prove it. */
  evidence: 'evidence_expert' | 'evidence_enterprise'
  /** The kind that is the commitment on paper, signed and sealed. */
  sealed?: string
  /** The fields of each section; the values are its v-model. */
  forms: Partial<Record<string, Component>>
  blankOf: (part: AnswerPart) => Values
  partOfRule: Partial<Record<string, string>>
  /** What to have at hand, by text key, before beginning. */
  needs: readonly string[]
  /** What follows the review, by text key. */
  after: readonly string[]
  routes: { overview: string; section: string; check: string; sign: string; done: string }
  useMine: () => Read<Registration | null>
  useMyDraft: () => {
    save: (id: string, changes: Values, version: number) => Promise<DraftSaved>
    reread: () => Promise<Registration | null>
  }
  useSubmit: () => { mutateAsync: (submission: { id: string; version: number; signature: Signature }) => Promise<unknown> }
  useWithdraw: () => { mutateAsync: (asked: { id: string; reason: string }) => Promise<unknown> }
  useDiff: (id: () => string) => (pair: () => VersionPair) => Read<VersionDiff>
  /** The way to ask for a waiver of a rule, where it can be waived. */
  waiverTo?: (registration: Registration, verdict: Verdict) => RouteLocationRaw
}

/** The rule that a bad-credit record is in the way of: what is on file, and how to appeal, is a page of its own. */
export const BAD_CREDIT = 'CREDIT-01'

export const sectionTo = (frame: Frame, section: string): RouteLocationRaw => ({ name: frame.routes.section, params: { section } })

/** The files a draft or a submission names. */
export const evidenceOf = (values: object | null | undefined): Evidence[] => (values as { evidence?: Evidence[] | null } | null | undefined)?.evidence ?? []

/** Where the commitment of a registration is downloaded. */
export const paperOf = (frame: Frame, id: string): string => `/api/v1/${frame.space}/${id}/commitment`
