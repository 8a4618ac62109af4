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
