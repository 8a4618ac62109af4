import { ref } from 'vue'
import type { AllowedAction } from '@/api/contract'
import { bracketed } from '@/ui/joined'

export const STATES = ['serving', 'end_proposed', 'ended', 'replaced', 'terminated'] as const

/** The team's name with its leader, or the expert's. */
export const servedBy = ({ team, expert }: { team: { name: string } | null; expert: { name: string } }): string =>
  team ? bracketed(team.name, expert.name) : expert.name

/** What was done a moment ago, said on the page that follows; a text key. */
export const lastDone = ref<string | null>(null)

// Refusals that only say that the step is another side's: the page says in words whose turn it is.
const NOT_MINE = new Set(['SRV-01', 'LOG-01', 'END-01'])
const DAILY = ['add_log', 'confirm_end', 'dispute_end', 'propose_end']

/** The bar's actions, what is done most often first, without those that are never this reader's. */
export const dailyActions = (actions: AllowedAction[]): AllowedAction[] =>
  DAILY.flatMap((name) => actions.filter(({ action, enabled, rule }) => action === name && (enabled || !NOT_MINE.has(rule ?? ''))))

export const may = (actions: AllowedAction[], name: string): boolean => actions.some(({ action, enabled }) => action === name && enabled)
