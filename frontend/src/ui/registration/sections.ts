import { fieldOf, isFilled, type AnswerPart, type Fault, type Values } from '../answers'

/** The faults that belong to some fields. */
export const faultsOf = (names: readonly string[], faults: readonly Fault[]): Fault[] =>
  faults.filter(({ pointer }) => names.includes(fieldOf(pointer)))

/** How far a section is: nothing, something, or everything that is asked for. */
export function progressOf(part: AnswerPart, values: Values, missing: readonly Fault[]): 'todo' | 'doing' | 'done' {
  const names = part.fields.map(({ name }) => name)
  if (!names.some((name) => isFilled(values[name]))) return 'todo'
  return faultsOf(names, missing).length ? 'doing' : 'done'
}
