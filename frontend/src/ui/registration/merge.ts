import { isFilled, type Values } from '../answers'

/** A field that two windows changed to different values. */
export interface Conflict {
  name: string
  mine: unknown
  theirs: unknown
}

/** One form for one meaning: no answer is null, numbers as they are written, cells by name. */
function canonical(value: unknown): unknown {
  if (!isFilled(value)) return null
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'object') return value
  const cells = Object.entries(value as Values).map(([name, cell]) => [name, canonical(cell)] as const)
  return Object.fromEntries(cells.filter(([, cell]) => cell !== null).sort(([one], [other]) => one.localeCompare(other)))
}

/** Personal numbers come back as 139****0001: alike when the shown parts are. */
function underMask(shown: unknown, clear: unknown): boolean {
  if (typeof shown !== 'string' || typeof clear !== 'string' || !shown.includes('***')) return false
  const [head = '', tail = ''] = shown.split(/\*+/)
  return clear.startsWith(head) && clear.endsWith(tail)
}

export function sameAnswer(one: unknown, other: unknown): boolean {
  if (underMask(one, other) || underMask(other, one)) return true
  return JSON.stringify(canonical(one)) === JSON.stringify(canonical(other))
}

/** The fields whose answers differ from those they were typed over. */
export function changesOf<V extends object>(base: V, values: V): Partial<V> {
  const names = Object.keys(values) as (keyof V)[]
  return Object.fromEntries(names.filter((name) => !sameAnswer(base[name], values[name])).map((name) => [name, values[name]])) as Partial<V>
}

/**
 * Three ways: what only one side changed is taken from that side; what both changed differently is
 * a conflict for a person, and stays as typed here until then.
 */
export function merge<V extends object>(base: V, mine: V, theirs: V): { values: V; conflicts: Conflict[] } {
  const values = { ...mine }
  const conflicts: Conflict[] = []
  for (const name of Object.keys(mine) as (keyof V & string)[]) {
    if (sameAnswer(mine[name], theirs[name]) || sameAnswer(theirs[name], base[name])) continue
    if (sameAnswer(mine[name], base[name])) values[name] = theirs[name]
    else conflicts.push({ name, mine: mine[name], theirs: theirs[name] })
  }
  return { values, conflicts }
}
