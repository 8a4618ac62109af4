import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { ProblemError } from '@/api/problem'
import type { AnswerPart } from '@/ui/answers'
import { merge, sameAnswer } from '@/ui/registration/merge'
import { readResidentId } from '@/ui/registration/resident-id'
import { useSectionDraft, type DraftRecord, type DraftSaved } from '@/ui/registration/section-draft'
import { faultsOf, progressOf } from '@/ui/registration/sections'
import { rebind, shortcuts, standardKeys } from '@/ui/review/bindings'
import { useKeys } from '@/ui/review/keys'

const PART: AnswerPart = { key: 'field', fields: [{ name: 'keywords' }, { name: 'summary' }] }
const WORDS = { reasons: '请修改', incomplete: '没有填好', conflict: '请选择' }
interface Section {
  keywords: string[]
  summary: string | null
}
type Save = (changes: Partial<Section>, version: number) => Promise<DraftSaved>
type Reread = () => Promise<DraftRecord<Partial<Section>>>
type Fault = { pointer: string; message: string }

function section(record: DraftRecord<Partial<Section>>, save: Save, { reasons = [], reread = () => Promise.reject(new Error('not asked')) }: { reasons?: Fault[]; reread?: Reread } = {}) {
  let made: ReturnType<typeof useSectionDraft<Section>> | undefined
  const wrapper = mount(
    defineComponent({
      setup() {
        made = useSectionDraft<Section>({ key: 'expert:1:field', blank: { keywords: [], summary: null }, record, reasons, save, reread, words: WORDS })
        return () => h('p')
      },
    }),
  )
  return { wrapper, ...made! }
}

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
})
afterEach(() => vi.useRealTimers())

describe('a section of a registration', () => {
  it('is done only when it holds something and lacks nothing', () => {
    const missing = [{ pointer: '/keywords/0', message: '太短' }]
    expect(progressOf(PART, { keywords: [] }, [])).toBe('todo')
    expect(progressOf(PART, { keywords: ['铜'] }, missing)).toBe('doing')
    expect(progressOf(PART, { keywords: ['铜合金'] }, [])).toBe('done')
    expect(faultsOf(['summary'], missing)).toEqual([])
  })

  it('saves what changed with the version it last got, blanks as no answer', async () => {
    const save = vi.fn<Save>((_changes, version) => Promise.resolve({ version: version + 1, missing: [] }))
    const { form } = section({ version: 3, draft: { summary: '旧' }, missing: [] }, save)
    form.values.summary = ''
    await vi.advanceTimersByTimeAsync(800)
    form.values.keywords = ['铜合金']
    await vi.advanceTimersByTimeAsync(800)
    expect(save.mock.calls).toEqual([
      [{ summary: null }, 3],
      [{ keywords: ['铜合金'] }, 4],
    ])
  })

  it('tells all faults of its own fields when going on, and lets go on later', async () => {
    const missing = [{ pointer: '/summary', message: '请填写' }, { pointer: '/phone', message: '别处的' }]
    const { form, told } = section({ version: 1, draft: {}, missing }, vi.fn())
    expect(await form.submit()).toBe(false)
    expect(form.faults.value).toEqual([{ name: 'summary', message: '请填写' }])
    expect(told.value).toBe(true)
  })

  it('shows at the fields what a reviewer asked to change', () => {
    const { form } = section({ version: 1, draft: {}, missing: [] }, vi.fn(), { reasons: [{ pointer: '/summary', message: '写明指标' }] })
    expect(form.errorOf('summary')).toBe('写明指标')
  })

  it('brings back what an earlier visit could not send, beside what was saved elsewhere since', async () => {
    const save = vi.fn<Save>(() => Promise.resolve({ version: 3, missing: [] }))
    localStorage.setItem('tepai.draft.expert:1:field', JSON.stringify({ keywords: ['钨'], summary: '旧' }))
    localStorage.setItem('tepai.draft.expert:1:field.base', JSON.stringify({ keywords: [], summary: '旧' }))
    const { form, restored, conflicts } = section({ version: 2, draft: { summary: '新' }, missing: [] }, save)
    expect(form.values).toEqual({ keywords: ['钨'], summary: '新' })
    expect([restored.value, conflicts.value]).toEqual([true, []])
    await vi.advanceTimersByTimeAsync(800)
    expect(save).toHaveBeenCalledWith({ keywords: ['钨'] }, 2)
    expect(localStorage.length).toBe(0)
  })

  const stale = () => new ProblemError({ type: 'about:blank', title: '已有修改', status: 412, detail: '已有修改' })

  it('takes in what another window saved in other fields, and sends its own', async () => {
    const save = vi.fn<Save>().mockRejectedValueOnce(stale()).mockResolvedValue({ version: 10, missing: [] })
    const reread: Reread = () => Promise.resolve({ version: 9, draft: { keywords: ['他人'] }, missing: [] })
    const { form, joined } = section({ version: 1, draft: {}, missing: [] }, save, { reread })
    form.values.summary = '我写的'
    await vi.advanceTimersByTimeAsync(800)
    expect(save.mock.calls).toEqual([[{ summary: '我写的' }, 1], [{ summary: '我写的' }, 9]])
    expect(form.values).toEqual({ keywords: ['他人'], summary: '我写的' })
    expect(joined.value).toBe(true)
  })

  it.each([
    ['mine', '我写的', [{ summary: '我写的' }, 9]],
    ['theirs', '别人写的', null],
  ] as const)('asks when both changed one field, and never overwrites unasked: %s', async (whose, left, sent) => {
    const save = vi.fn<Save>().mockRejectedValueOnce(stale()).mockResolvedValue({ version: 10, missing: [] })
    const reread: Reread = () => Promise.resolve({ version: 9, draft: { summary: '别人写的' }, missing: [] })
    const one = section({ version: 1, draft: { summary: '旧' }, missing: [] }, save, { reread })
    one.form.values.summary = '我写的'
    await vi.advanceTimersByTimeAsync(800)
    expect(one.conflicts.value).toEqual([{ name: 'summary', mine: '我写的', theirs: '别人写的' }])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(save).toHaveBeenCalledTimes(1)
    expect(one.form.values.summary).toBe('我写的')
    await one.settle(one.conflicts.value[0]!, whose)
    await vi.advanceTimersByTimeAsync(800)
    expect(one.form.values.summary).toBe(left)
    expect(save.mock.calls.at(1) ?? null).toEqual(sent)
    expect(one.stale.value).toBe(false)
  })

  it('tells answers apart, not their spelling', () => {
    expect(sameAnswer('13900000001', '139****0001')).toBe(true)
    expect(sameAnswer('13900000002', '139****0001')).toBe(false)
    expect(sameAnswer([{ year: '2022', title: '铜', note: '' }], [{ title: '铜', year: 2022 }])).toBe(true)
    expect(merge({ a: 1, b: [] }, { a: 1, b: ['我'] }, { a: 2, b: [] })).toEqual({ values: { a: 2, b: ['我'] }, conflicts: [] })
  })

  it('reads birth date and sex out of a resident number, however it was typed', () => {
    expect(readResidentId('１１０１０５ 19491231 002Ｘ')).toEqual({ birth_date: '1949-12-31', sex: 'female' })
    expect(readResidentId('110105194912310021')).toBeNull()
  })
})

describe('shortcuts of the desk', () => {
  it('are silent while somebody types, can be moved and switched off', async () => {
    const approve = vi.fn()
    const wrapper = mount(
      defineComponent({
        setup() {
          useKeys({ approve })
          return () => h('div', [h('textarea'), h('input', { type: 'checkbox' })])
        },
      }),
      { attachTo: document.body },
    )
    await wrapper.find('textarea').trigger('keydown', { key: 'a' })
    await wrapper.trigger('keydown', { key: 'a', ctrlKey: true })
    expect(approve).not.toHaveBeenCalled()
    await wrapper.find('input').trigger('keydown', { key: 'a' })
    expect(approve).toHaveBeenCalledOnce()
    expect(rebind('approve', 'j')).toBe(false)
    expect(rebind('approve', 'Y')).toBe(true)
    await wrapper.trigger('keydown', { key: 'a' })
    await wrapper.trigger('keydown', { key: 'y' })
    expect(approve).toHaveBeenCalledTimes(2)
    shortcuts.value = false
    await wrapper.trigger('keydown', { key: 'y' })
    expect(approve).toHaveBeenCalledTimes(2)
    shortcuts.value = true
    standardKeys()
    wrapper.unmount()
    await flushPromises()
  })
})
