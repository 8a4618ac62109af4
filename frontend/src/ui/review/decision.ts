import type { Fault } from '../answers'

/** A reviewer's answer to one submission, as every subject's `/decision` takes it. */
export interface Decision {
  number: number
  decision: 'approve' | 'return' | 'reject'
  reasons: Fault[]
  note: string
  attested: boolean
  checklist: Record<string, boolean>
}

/** Something the reviewer ticks before approving. */
export interface CheckPoint {
  key: string
  label: string
}

/** A decision that was taken, as its reader sees it. */
export interface Review {
  id: string
  number: number
  decision: string
  decision_name: string
  reasons: Fault[]
  note: string | null
  organisation_name: string
  clause: string
  decided_at: string
  undone_at?: string | null
}
