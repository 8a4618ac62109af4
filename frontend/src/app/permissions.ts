import type { Answer } from '@/api/contract'

export type Me = Answer<'/api/v1/me', 'get'>
export type Membership = Me['memberships'][number]
/** What the contract lists; a route that asks for another one does not compile. */
export type Permission = Me['permissions'][number]

/** For pages that anybody signed in may open. */
export const ANY_ACCOUNT = '*signed-in*'

/** Fails closed: nobody, or somebody without the permission, gets no. */
export function permits(me: Me | undefined, requires: Permission | typeof ANY_ACCOUNT | undefined): boolean {
  if (!me || !requires) return false
  return requires === ANY_ACCOUNT || me.permissions.includes(requires)
}
