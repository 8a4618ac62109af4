import type { InjectionKey, Ref } from 'vue'
import type { RouteLocationRaw } from 'vue-router'

/** How a page carries out one of the `allowed_actions`. */
export interface ActionPlan {
  /** Does it; `reason` is empty unless asked for. Rejects with the server's problem. */
  run?: (reason: string) => unknown
  /** Or leads to a page that does. */
  to?: RouteLocationRaw
  danger?: boolean
  /** Ask before: for what cannot be undone or needs a reason. */
  confirm?: { title: string; consequence: string; reasonLabel?: string; reasonHint?: string }
}

/** Where a page on a phone says why something cannot be done. */
export const REASONS: InjectionKey<Ref<HTMLElement | null>> = Symbol('reasons')
