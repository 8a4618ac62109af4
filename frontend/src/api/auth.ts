import { readonly, ref } from 'vue'
import { randomKey } from './keys'

/**
 * The access token lives in memory only; the refresh token is an httpOnly cookie. A 401 renews the
 * token once for all waiting requests; when that fails too, `onExpired` may ask the person to sign
 * in again without leaving the page, and the request is repeated.
 */
const PREFIX = '/api/v1'
const HINT = 'tepai.signed-in'

let token: string | null = null
let hat: string | null = null
let language = 'zh-CN'
let renewing: Promise<boolean> | null = null
let asking: Promise<boolean> | null = null
let askToSignIn: (() => Promise<boolean>) | null = null
const held = ref(false)

/** True while an access token is held. */
export const signedIn = readonly(held)

export function setToken(value: string | null): void {
  token = value
  held.value = value !== null
  if (value) localStorage.setItem(HINT, '1')
  else localStorage.removeItem(HINT)
}

/** The membership (hat) sent with each request; null lets the server take the first. */
export function setMembership(id: string | null): void {
  hat = id
}

export function setLanguage(tag: string): void {
  language = tag
}

/** Called when the session is over for good; resolves true once the person signed in again. */
export function onExpired(handler: (() => Promise<boolean>) | null): void {
  askToSignIn = handler
}

/** Whether this browser held a session before, so that public pages cause no needless 401. */
export function mayHaveSession(): boolean {
  return localStorage.getItem(HINT) !== null
}

async function requestToken(): Promise<boolean> {
  const reply = await fetch(`${PREFIX}/session/refresh`, { method: 'POST' })
  if (!reply.ok) return false
  const body = (await reply.json()) as { access_token: string }
  setToken(body.access_token)
  return true
}

/** A new access token from the cookie. One at a time, in all tabs: a refresh token works once. */
export function renew(): Promise<boolean> {
  // Absent on plain http.
  const { locks } = navigator as { locks?: LockManager | null }
  renewing ??= (locks ? locks.request('tepai-refresh', requestToken) : requestToken()).finally(() => {
    renewing = null
  })
  return renewing
}

function ask(): Promise<boolean> {
  if (!askToSignIn) return Promise.resolve(false)
  asking ??= askToSignIn().finally(() => {
    asking = null
  })
  return asking
}

/** What every request says about who asks; for the few that `fetch` cannot send. */
export function ownHeaders(): Record<string, string> {
  return {
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
    ...(hat ? { 'Tepai-Membership': hat } : {}),
    'Accept-Language': language,
  }
}

function prepared(request: Request): Request {
  for (const [name, value] of Object.entries(ownHeaders())) request.headers.set(name, value)
  if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
    request.headers.set('Idempotency-Key', randomKey())
  }
  return request
}

/** After a 401: whether the request may be sent again, with a new token or after signing in anew. */
export async function regained(used: Record<string, string>): Promise<boolean> {
  // Another request may have renewed the token while this one was under way.
  return ownHeaders().Authorization !== used.Authorization || (await renew()) || (await ask())
}

const isSessionCall = (request: Request): boolean => new URL(request.url).pathname === `${PREFIX}/session`

/** `fetch` with our headers, which survives an expired token and an expired session. */
export async function authorisedFetch(request: Request): Promise<Response> {
  const first = prepared(request)
  const again = first.clone()
  const used = ownHeaders()
  const reply = await fetch(first)
  if (reply.status !== 401 || !used.Authorization || isSessionCall(first)) return reply
  return (await regained(used)) ? fetch(prepared(again)) : reply
}
