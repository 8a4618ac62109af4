import type { RouteLocationRaw } from 'vue-router'

/** Where to ask for an exception from one in-principle rule, and where to come back to. */
export function askWaiver(rule: string, type: 'experts' | 'teams' | 'demands', id: string, back: string): RouteLocationRaw {
  return { name: 'waiver-new', query: { rule, type, id, back } }
}
