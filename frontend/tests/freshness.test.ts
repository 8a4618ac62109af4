import { QueryClient } from '@tanstack/vue-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { freshOnThisPage, pageOpened } from '@/api/freshness'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

function reader(): () => Promise<number> {
  const cache = new QueryClient()
  let asked = 0
  return () => cache.query({ queryKey: ['engagements', 'one'], queryFn: () => ++asked, staleTime: freshOnThisPage })
}

it('asks once for all parts of a page', async () => {
  const read = reader()
  await read()
  vi.advanceTimersByTime(500)
  expect(await read()).toBe(1)
})

it('asks anew on the next page, however soon it is opened', async () => {
  const read = reader()
  await read()
  pageOpened()
  expect(await read()).toBe(2)
})

it('asks anew after a while on the same page', async () => {
  const read = reader()
  await read()
  vi.advanceTimersByTime(1_001)
  expect(await read()).toBe(2)
})
