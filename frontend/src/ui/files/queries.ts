import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { readFile } from '@/api/files'

/** A picture's bytes, read as the person signed in. */
export const usePicture = (link: () => string, enabled: () => boolean) =>
  useQuery({
    queryKey: computed(() => ['files', link()]),
    queryFn: () => readFile(link()),
    enabled: computed(enabled),
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
  })
