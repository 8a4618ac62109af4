const DAY = 86_400_000

/** Kinds of records, as the trail names them. */
export const SUBJECTS = [
  'accounts',
  'experts',
  'enterprises',
  'organisations',
  'demands',
  'teams',
  'matches',
  'agreements',
  'engagements',
  'change_requests',
  'rating_windows',
  'batches',
  'waivers',
  'credit_records',
  'exports',
  'expert_invitations',
  'site_texts',
] as const

/** The events an auditor asks for by name. */
export const ACTIONS = ['reveal', 'read_confidential', 'approve', 'return', 'reject', 'acknowledge', 'grant', 'revoke', 'disqualify', 'flag', 'change_password', 'disable', 'edit', 'export'] as const

/** The beginning of a day in China, `after` days later; undefined for no day. */
export function dayStart(day: string, after = 0): string | undefined {
  const at = Date.parse(`${day}T00:00:00+08:00`)
  return Number.isNaN(at) ? undefined : new Date(at + after * DAY).toISOString()
}
