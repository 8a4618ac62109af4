import { useQueryClient, type QueryKey } from '@tanstack/vue-query'
import type { DraftSaved } from './section-draft'

/**
 * Saves parts of the draft of the record read at `key`, and reads it anew. The copy in hand follows
 * what was saved; what the rules say of it is read again when it is shown.
 */
export function useDraftCache<R extends DraftSaved & { draft?: object | null }, C extends object>(
  key: QueryKey,
  patch: (id: string, changes: C, version: number) => Promise<DraftSaved>,
  read: () => Promise<R | null>,
) {
  const cache = useQueryClient()
  return {
    save: async (id: string, changes: C, version: number): Promise<DraftSaved> => {
      const saved = await patch(id, changes, version)
      const old = cache.getQueryData<R | null>(key)
      if (old) cache.setQueryData(key, { ...old, version: saved.version, missing: saved.missing, draft: { ...old.draft, ...changes } })
      await cache.invalidateQueries({ queryKey: key, refetchType: 'none' })
      return saved
    },
    reread: async (): Promise<R | null> => {
      const found = await read()
      cache.setQueryData(key, found)
      return found
    },
  }
}
