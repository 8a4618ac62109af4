import type { components } from '@/api/schema'

/** Why somebody says no, from the one list of reasons. */
export type DeclineCode = components['schemas']['DeclineCode']
