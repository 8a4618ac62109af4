import { computed, ref } from 'vue'
import type { Task } from './queries'

/** The chosen cases, over all pages and filters: by id, with what was known of them when chosen. */
export function useSelection(shown: () => Task[]) {
  const chosen = ref(new Map<string, Task>())
  const ids = computed({
    get: () => [...chosen.value.keys()],
    set: (wanted) => {
      const known = new Map([...chosen.value, ...shown().map((task): [string, Task] => [task.id, task])])
      chosen.value = new Map(wanted.flatMap((id) => (known.has(id) ? [[id, known.get(id) as Task]] : [])))
    },
  })
  const add = (tasks: Task[]): void => void (chosen.value = new Map([...chosen.value, ...tasks.map((task): [string, Task] => [task.id, task])]))
  const clear = (): void => void (chosen.value = new Map())
  const toggle = (task: Task): void => void (ids.value = chosen.value.has(task.id) ? ids.value.filter((id) => id !== task.id) : [...ids.value, task.id])
  return { ids, tasks: computed(() => [...chosen.value.values()]), add, clear, toggle }
}
