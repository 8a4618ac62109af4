import type { LocationQuery } from 'vue-router'

/** So many stand side by side at once. */
export const MOST = 4
const TEAM = 'team:'

/** Who is laid side by side, as the address keeps it. */
export interface Picked {
  experts: string[]
  teams: string[]
}

/** The one word for a candidate that was picked, be it an expert or a team. */
export const keyOf = (expert: string | null | undefined, team: string | null | undefined): string => (team ? TEAM + team : (expert ?? ''))

/** What was picked, for the address of the comparison. */
export function addressOf(keys: readonly string[]): Record<string, string> {
  const teams = keys.filter((key) => key.startsWith(TEAM)).map((key) => key.slice(TEAM.length))
  const experts = keys.filter((key) => !key.startsWith(TEAM))
  return { ...(experts.length && { experts: experts.join(',') }), ...(teams.length && { teams: teams.join(',') }) }
}

const list = (value: LocationQuery[string] | undefined): string[] => (typeof value === 'string' ? value.split(',').filter(Boolean) : [])

/** Who stands in the address, no more than there is room for. */
export function pickedIn(query: LocationQuery): Picked {
  const experts = list(query.experts).slice(0, MOST)
  return { experts, teams: list(query.teams).slice(0, MOST - experts.length) }
}
