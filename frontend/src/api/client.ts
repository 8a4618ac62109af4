import createClient from 'openapi-fetch'
import { authorisedFetch } from './auth'
import type { paths } from './schema'

/** The typed client. Only `queries.ts` files (and the session) call it. */
export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: authorisedFetch })

/** Guards an edit: the server refuses it (412) when the record moved past `version`. */
export function ifMatch(version: number): { 'If-Match': string } {
  return { 'If-Match': `"${version}"` }
}
