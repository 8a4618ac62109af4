import { inject, onBeforeUnmount, provide, shallowReactive, type InjectionKey } from 'vue'
import type { ServerForm } from './server-form'

interface FormContext {
  form: ServerForm
  register: (name: string, label: string) => () => void
  /** The label of a field that is on the page. */
  labelOf: (name: string) => string | undefined
}

const KEY: InjectionKey<FormContext> = Symbol('form')

/** The id of a field's control: where error links lead. */
export const fieldId = (name: string): string => `f-${name.replaceAll('.', '-')}`

export function provideForm(form: ServerForm): FormContext {
  const labels = shallowReactive(new Map<string, string>())
  const context: FormContext = {
    form,
    register: (name, label) => {
      labels.set(name, label)
      return () => labels.delete(name)
    },
    labelOf: (name) => labels.get(name),
  }
  provide(KEY, context)
  return context
}

/** The fault of a field inside a ServerForm, if any. */
export function useField(name: string, label: string): () => string | undefined {
  const context = inject(KEY, null)
  if (context) onBeforeUnmount(context.register(name, label))
  return () => context?.form.errorOf(name)
}
