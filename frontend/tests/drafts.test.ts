import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, reactive, type EffectScope } from 'vue'
import { ProblemError } from '@/api/problem'
import { draftsBelongTo, forgetDrafts, useDraft, useLocalCopy } from '@/ui/drafts'

const offline = new ProblemError({ type: '', title: '', status: 0, detail: '' })
let scope: EffectScope

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  scope = effectScope()
})

afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

function draft(save: (value: { title: string }) => Promise<unknown>) {
  const values = reactive({ title: '' })
  const kept = scope.run(() => useDraft({ key: 'demand:1', read: () => values, save }))!
  return { values, kept }
}

/** What this browser holds for the next visit. */
const unsent = (): unknown => JSON.parse(localStorage.getItem('tepai.draft.demand:1') ?? 'null')

it('saves once after a pause, and says so only after the server answered', async () => {
  let answer: () => void = () => undefined
  const save = vi.fn(() => new Promise<void>((resolve) => (answer = resolve)))
  const { values, kept } = draft(save)
  values.title = '稻'
  await nextTick()
  values.title = '稻米'
  await nextTick()
  expect(unsent()).toEqual({ title: '稻米' })
  await vi.advanceTimersByTimeAsync(750)
  expect(save).toHaveBeenCalledExactlyOnceWith({ title: '稻米' })
  expect(kept.state.value).toBe('saving')
  answer()
  await vi.advanceTimersByTimeAsync(0)
  expect(kept.state.value).toBe('saved')
  expect(unsent()).toBeNull()
})

it('keeps the text here while there is no connection, and sends it when it is back', async () => {
  const save = vi.fn(async () => undefined).mockRejectedValueOnce(offline)
  const { values, kept } = draft(save)
  values.title = '茶'
  await nextTick()
  await vi.advanceTimersByTimeAsync(750)
  expect(kept.state.value).toBe('kept-here')
  expect(unsent()).toEqual({ title: '茶' })
  window.dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(0)
  expect(kept.state.value).toBe('saved')
})

it('takes up what an earlier visit could not send, and sends it', async () => {
  localStorage.setItem('tepai.draft.demand:1', JSON.stringify({ title: '茶' }))
  const save = vi.fn(async () => undefined)
  const { values, kept } = draft(save)
  expect(kept.resume((left) => Object.assign(values, left))).toBe(true)
  await vi.advanceTimersByTimeAsync(750)
  expect(save).toHaveBeenCalledExactlyOnceWith({ title: '茶' })
  expect(unsent()).toBeNull()
})

it('forgets a copy that had reached the server after all', async () => {
  localStorage.setItem('tepai.draft.demand:1', JSON.stringify({ title: '' }))
  const save = vi.fn(async () => undefined)
  const { values, kept } = draft(save)
  expect(kept.resume((left) => Object.assign(values, left))).toBe(false)
  await vi.advanceTimersByTimeAsync(2000)
  expect(save).not.toHaveBeenCalled()
  expect(unsent()).toBeNull()
})

it('leaves nothing behind for the next person', async () => {
  const { values } = draft(() => Promise.reject(offline))
  values.title = '茶'
  await nextTick()
  forgetDrafts()
  expect(unsent()).toBeNull()
})

it("keeps one person's copies from the next who signs in", async () => {
  draftsBelongTo('a')
  const { values } = draft(() => Promise.reject(offline))
  values.title = '茶'
  await nextTick()
  draftsBelongTo('a')
  expect(unsent()).toEqual({ title: '茶' })
  draftsBelongTo('b')
  expect(unsent()).toBeNull()
})

describe('a form without a draft on the server', () => {
  function open() {
    const values = reactive({ work: '', hours: 4 })
    return { values, copy: scope.run(() => useLocalCopy('service-log:1', values))! }
  }

  it('is there again after a closed tab, and gone once it is sent', () => {
    const first = open()
    expect(first.copy.restored.value).toBe(false)
    first.values.work = '测了三卷'
    const second = open()
    expect(second.values).toEqual({ work: '测了三卷', hours: 4 })
    expect(second.copy.restored.value).toBe(true)
    second.copy.forget()
    second.values.work = ''
    expect(open().copy.restored.value).toBe(false)
  })

  it('can be emptied, and an untouched one leaves nothing', () => {
    open().values.hours = 8
    const again = open()
    again.copy.discard()
    expect(again.values.hours).toBe(4)
    expect(localStorage).toHaveLength(0)
  })

  it('takes nothing from a copy that the form does not know', () => {
    localStorage.setItem('tepai.draft.service-log:1', JSON.stringify({ work: '旧', gone: 1 }))
    expect(open().values).toEqual({ work: '旧', hours: 4 })
  })
})
