/** What the server says of two versions of a form. */
export interface FieldChange {
  field: string
  before?: unknown
  after?: unknown
  rows: { kind: 'added' | 'removed' | 'changed'; before?: Record<string, unknown> | null; after?: Record<string, unknown> | null; fields: string[] }[]
}

export interface VersionDiff {
  before: number
  after?: number | null
  changes: FieldChange[]
}

/** Two versions by number; `after` null is the draft that is being filled in. */
export interface VersionPair {
  before: number
  after: number | null
}
