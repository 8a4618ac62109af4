import { nextTick, onMounted } from 'vue'
import { useRoute } from 'vue-router'

/** A link to a field (`#f-summary`) ends at that field, in sight and with the focus. */
export function useLanding(): void {
  const route = useRoute()
  onMounted(async () => {
    if (!route.hash) return
    await nextTick()
    const field = document.getElementById(route.hash.slice(1))
    field?.scrollIntoView({ block: 'center' })
    field?.focus({ preventScroll: true })
  })
}
