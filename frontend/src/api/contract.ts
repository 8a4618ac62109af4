import type { paths } from './schema'

type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : never
type Replies<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends { responses: infer R } ? R : never

/** What a call answers when it succeeds: `Answer<'/api/v1/me', 'get'>`. */
export type Answer<P extends keyof paths, M extends keyof paths[P]> = {
  [S in keyof Replies<P, M>]: S extends 200 | 201 | 202 ? Json<Replies<P, M>[S]> : never
}[keyof Replies<P, M>]

/** What a call takes as its JSON body. */
export type Body<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends { requestBody: infer R }
  ? Json<R>
  : never

/** One button, as the server judged it. */
export interface AllowedAction {
  action: string
  label: string
  enabled: boolean
  reason?: string | null
  rule?: string | null
  /** Disabled by an in-principle rule: an exception can be asked for. */
  waivable?: boolean
}

/** The one list shape. */
export interface Page<T> {
  items: T[]
  total: number
  total_is_capped: boolean
  limit: number
  offset: number
}

/** What a call takes in its address: filters, sort, page. */
export type Filter<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends { parameters: { query?: infer Q } }
  ? NonNullable<Q>
  : never

/** Who has something, since when, what comes next, by when, whom to call: the same for everything. */
export type Standing = Answer<'/api/v1/demands/{demand_id}', 'get'>['standing']
