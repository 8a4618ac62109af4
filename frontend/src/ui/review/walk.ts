import { reactive, watch } from 'vue'
import type { Filter } from '@/api/contract'

export type QueueFilter = Filter<'/api/v1/reviews/queue', 'get'>
type Walk = Pick<QueueFilter, 'subject' | 'overdue' | 'attention' | 'sort'>

const KEY = 'tepai.desk-walk'

function stored(): Walk {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Walk
  } catch {
    return {}
  }
}

/** The filter and order of the list one came from: what "next" and "previous" go through. */
export const walk = reactive<Walk>(stored())
watch(walk, (now) => sessionStorage.setItem(KEY, JSON.stringify(now)))

export function walkBy({ subject, overdue, attention, sort }: Walk): void {
  Object.assign(walk, { subject, overdue, attention, sort })
}
