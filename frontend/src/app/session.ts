import { useQuery, type QueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { mayHaveSession, renew, setMembership, setToken, signedIn } from '@/api/auth'
import { api } from '@/api/client'
import { answer, ProblemError } from '@/api/problem'
import { draftsBelongTo, forgetDrafts } from '@/ui/drafts'
import { permits, type Me, type Permission } from './permissions'

const HAT = 'tepai.membership'

/** A hat kept from before may have been taken away since: then the server's choice counts. */
async function readWithHat(): Promise<Me> {
  try {
    return await answer(api.GET('/api/v1/me'))
  } catch (thrown) {
    const refused = thrown instanceof ProblemError && (thrown.status === 400 || thrown.status === 403)
    if (!refused || localStorage.getItem(HAT) === null) throw thrown
    wearHat(null)
    return answer(api.GET('/api/v1/me'))
  }
}

async function readMe(): Promise<Me> {
  const me = await readWithHat()
  draftsBelongTo(me.account.id)
  return me
}

export const meQuery = {
  queryKey: ['me'] as const,
  queryFn: readMe,
  staleTime: 5 * 60_000,
}

/** Takes up the session this browser holds, if any. Called once, before the first page. */
export async function resumeSession(): Promise<void> {
  setMembership(sessionStorage.getItem(HAT) ?? localStorage.getItem(HAT))
  if (!mayHaveSession()) return
  try {
    if (!(await renew())) setToken(null)
  } catch {
    // No connection: stay signed out for now; the hint is kept, so the next start tries again.
  }
}

/** Signs in. Rejects with the server's problem. */
export async function signIn(identifier: string, password: string): Promise<void> {
  const token = await answer(api.POST('/api/v1/session', { body: { identifier, password } }))
  setToken(token.access_token)
}

function wearHat(id: string | null): void {
  setMembership(id)
  if (id === null) {
    sessionStorage.removeItem(HAT)
    localStorage.removeItem(HAT)
  } else {
    sessionStorage.setItem(HAT, id)
    localStorage.setItem(HAT, id)
  }
}

/** Ends the session here and on the server, and forgets what was read. */
export async function signOut(cache: QueryClient): Promise<void> {
  try {
    await answer(api.DELETE('/api/v1/session'))
  } finally {
    setToken(null)
    wearHat(null)
    forgetDrafts()
    cache.clear()
  }
}

/** Works on under another membership; everything read under the old one is dropped. */
export async function switchMembership(cache: QueryClient, id: string): Promise<void> {
  wearHat(id)
  cache.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' })
  await cache.invalidateQueries({ queryKey: meQuery.queryKey })
}

/** Puts on the hat that something just begun brought along. */
export async function wearNewHat(cache: QueryClient, isIt: (hat: Me['memberships'][number]) => boolean): Promise<void> {
  const me = await cache.query({ ...meQuery, staleTime: 0 })
  const hat = me.memberships.find(isIt)
  if (hat && hat.id !== me.membership?.id) await switchMembership(cache, hat.id)
}

/** Who is signed in, and what they may do. */
export function useSession() {
  const query = useQuery({ ...meQuery, enabled: signedIn })
  const me = computed(() => (signedIn.value ? query.data.value : undefined))
  return {
    me,
    query,
    signedIn,
    membership: computed(() => me.value?.membership ?? null),
    memberships: computed(() => me.value?.memberships ?? []),
    can: (permission: Permission): boolean => permits(me.value, permission),
  }
}
