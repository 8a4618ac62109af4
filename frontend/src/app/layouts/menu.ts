import { computed, type ComputedRef } from 'vue'
import { useRouter } from 'vue-router'
import type { MenuEntry } from '../feature'
import { menu } from '../features'
import { permits } from '../permissions'
import { useSession } from '../session'

/** More than this in the navigation is a map, not a menu: the rest goes under "more". */
const DESKTOP = 7
const PHONE = 4

/** The entries this person may open: the first few, and the rest. */
export function useMenu(): ComputedRef<{ desktop: [MenuEntry[], MenuEntry[]]; phone: [MenuEntry[], MenuEntry[]] }> {
  const router = useRouter()
  const { me } = useSession()
  return computed(() => {
    const open = menu.filter(({ route, when }) => {
      if (when && !(me.value && when(me.value))) return false
      const guard = router.resolve({ name: route }).meta.guard
      return guard.public === true || permits(me.value, guard.requires)
    })
    const split = (most: number): [MenuEntry[], MenuEntry[]] => [open.slice(0, most), open.slice(most)]
    return { desktop: split(DESKTOP), phone: split(open.length > PHONE ? PHONE - 1 : PHONE) }
  })
}
