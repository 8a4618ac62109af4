/** One rule's answer about somebody's case. */
export interface Verdict {
  id: string
  title: string
  /** The title where it is met, else what is not. */
  heading: string
  clause: string
  outcome: string
  reason: string
  waivable: boolean
  waived?: boolean
  needs_reason?: boolean
  /** Nothing it judges has been filled in yet. */
  unanswered?: boolean
}
