import { flushPromises, mount } from '@vue/test-utils'
import { nextTick, ref } from 'vue'
import { expect, it, vi } from 'vitest'
import { ProblemError } from '@/api/problem'
import { i18n } from '@/app/i18n'
import { fieldName, useServerForm } from '@/ui/server-form'
import ServerForm from '@/ui/ServerForm.vue'
import TextField from '@/ui/TextField.vue'

const refusal = new ProblemError({
  type: '/problems/422',
  title: '填写有误',
  status: 422,
  detail: '有内容需要更正',
  errors: [
    { pointer: '/phone', message: '请填写手机号' },
    { pointer: '/members/0/role', message: '请选择分工' },
  ],
})

function page(send: () => Promise<unknown>) {
  const form = useServerForm({ phone: '139' }, send)
  const view = mount(
    {
      components: { ServerForm, TextField },
      setup: () => ({ form }),
      template: '<ServerForm :form="form" submit-label="提交"><TextField v-model="form.values.phone" name="phone" label="手机号" /></ServerForm>',
    },
    { global: { plugins: [i18n] }, attachTo: document.body },
  )
  return { form, view }
}

it('reads pointers however they are written', () => {
  expect(['/phone', '#/phone', '/body/phone', '/members/0/role'].map(fieldName)).toEqual(['phone', 'phone', 'phone', 'members.0.role'])
})

it('shows every fault on top, with focus, and at its field; keeps the input', async () => {
  const { form, view } = page(() => Promise.reject(refusal))
  await form.submit()
  await nextTick()
  await nextTick()
  const summary = view.get('[role=alert]')
  expect(document.activeElement).toBe(summary.element)
  expect(summary.findAll('li').map((li) => li.text())).toEqual(['请填写手机号', '请选择分工'])
  expect(summary.findAll('a')).toHaveLength(1) // the page has no field for the second
  const input = view.get('input')
  expect(input.element.value).toBe('139')
  expect(input.attributes('aria-invalid')).toBe('true')
  expect(view.get(`#${input.attributes('aria-describedby') ?? ''}`).text()).toContain('请填写手机号')
  await summary.get('a').trigger('click')
  expect(document.activeElement).toBe(input.element)
  view.unmount()
})

it('clears the faults once the server accepts, and sends once at a time', async () => {
  let answers = 0
  const { form, view } = page(() => (answers++ === 0 ? Promise.reject(refusal) : Promise.resolve()))
  expect(await form.submit()).toBe(false)
  const [first, second] = await Promise.all([form.submit(), form.submit()])
  expect([first, second]).toEqual([true, false])
  expect(form.problem.value).toBeNull()
  view.unmount()
})

it('goes on after acceptance even when the renewed page has taken the form away', async () => {
  const there = ref(true)
  const accepted = vi.fn()
  const form = useServerForm({}, async () => {
    there.value = false
    await nextTick()
  })
  const view = mount(
    { components: { ServerForm }, setup: () => ({ accepted, form, there }), template: '<ServerForm v-if="there" :form="form" submit-label="提交" @accepted="accepted" />' },
    { global: { plugins: [i18n] } },
  )
  await view.get('form').trigger('submit')
  await flushPromises()
  expect(view.find('form').exists()).toBe(false)
  expect(accepted).toHaveBeenCalledOnce()
})
