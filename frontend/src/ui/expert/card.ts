import type { components } from '@/api/schema'

/** An expert as the library shows him or her; without a name when the expert wished so. */
export type ExpertCard = components['schemas']['ExpertCard']
