import type { Query } from '@tanstack/vue-query'

/** Parts of one page that ask for the same thing ask once. */
const SHARED_MS = 1_000

let opened = 0

/** Another page is shown: what was read before it may be old. */
export function pageOpened(): void {
  opened = Date.now()
}

/**
 * How long an answer is taken as it is, in milliseconds. Others work on the same records, so every
 * page asks anew for what it shows, however short the time since the page before it asked.
 */
export function freshOnThisPage({ state }: Pick<Query, 'state'>): number {
  return state.dataUpdatedAt <= opened ? 0 : SHARED_MS
}
