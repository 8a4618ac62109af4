import { mount } from '@vue/test-utils'
import { ref } from 'vue'
import { expect, it } from 'vitest'
import { ProblemError } from '@/api/problem'
import { i18n } from '@/app/i18n'
import DataPage from '@/ui/DataPage.vue'

const failure = (status: number) => new ProblemError({ type: '', title: '失败', status, detail: '' })

function shown(error: ProblemError, data: unknown): string {
  const query = { isPending: ref(false), error: ref(error), data: ref(data), refetch: () => undefined }
  const view = mount(DataPage, { props: { title: '页', query }, slots: { default: '<form>填写中</form>' }, global: { plugins: [i18n], stubs: ['router-link'] } })
  return view.text()
}

it('keeps the form on screen when a refresh gets no answer', () => {
  expect(shown(failure(0), { id: 1 })).toContain('填写中')
  expect(shown(failure(503), { id: 1 })).toContain('填写中')
})

it('shows the error when there is nothing to keep, or nothing that may be kept', () => {
  expect(shown(failure(0), undefined)).not.toContain('填写中')
  expect(shown(failure(404), { id: 1 })).not.toContain('填写中')
})
