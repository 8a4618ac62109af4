import type { Answer } from '@/api/contract'
import type { Permission } from '@/api/schema'

export type Me = Answer<'/api/v1/me', 'get'>
export type Membership = Me['memberships'][number]
/** What the contract's routes ask for; a page that asks for something else does not compile. */
export type { Permission }

/** For pages that anybody signed in may open. */
export const ANY_ACCOUNT = '*signed-in*'

/** Fails closed: nobody, or somebody without the permission, gets no. */
export function permits(me: Me | undefined, requires: Permission | typeof ANY_ACCOUNT | undefined): boolean {
  if (!me || !requires) return false
  return requires === ANY_ACCOUNT || me.permissions.includes(requires)
}
