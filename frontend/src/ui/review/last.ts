import { ref } from 'vue'
import type { Decision } from './decision'

/** What was decided a moment ago, said on the page that follows. */
export const lastDecision = ref<{ decision: Decision['decision']; title: string; id: string } | null>(null)
