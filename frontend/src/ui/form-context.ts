import { inject, onBeforeUnmount, provide, type InjectionKey } from 'vue'
import type { ServerForm } from './server-form'

interface FormContext {
  form: ServerForm
  register: (name: string) => () => void
  isRegistered: (name: string) => boolean
}

const KEY: InjectionKey<FormContext> = Symbol('form')

/** The id of a field's control: where error links lead. */
export const fieldId = (name: string): string => `f-${name.replaceAll('.', '-')}`

export function provideForm(form: ServerForm): FormContext {
  const names = new Set<string>()
  const context: FormContext = {
    form,
    register: (name) => {
      names.add(name)
      return () => names.delete(name)
    },
    isRegistered: (name) => names.has(name),
  }
  provide(KEY, context)
  return context
}

/** The fault of a field inside a ServerForm, if any. */
export function useField(name: string): () => string | undefined {
  const context = inject(KEY, null)
  if (context) onBeforeUnmount(context.register(name))
  return () => context?.form.errorOf(name)
}
