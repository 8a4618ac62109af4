/** One line of the agreement, with its number (`5.1`) apart so that the text can hang beside it. */
export interface Line {
  mark: string
  text: string
}

export interface Block {
  heading: string
  lines: Line[]
}

const HEADING = /^第[一二三四五六七八九十]+条\s/u
const MARKED = /^(\d+\.\d+)\s+(.*)$/u

function lineOf(text: string): Line {
  const [, mark = '', rest = text] = MARKED.exec(text) ?? []
  return { mark, text: rest }
}

/** The text as its title and blocks; nothing is left out or reworded, since its hash is signed. */
export function layOut(text: string): { title: string; blocks: Block[] } {
  const [title = '', ...lines] = text.trim().split('\n')
  const blocks: Block[] = [{ heading: '', lines: [] }]
  for (const line of lines) {
    if (HEADING.test(line)) blocks.push({ heading: line, lines: [] })
    else if (line === '') blocks.push({ heading: '', lines: [] })
    else blocks.at(-1)?.lines.push(lineOf(line))
  }
  return { title, blocks: blocks.filter(({ heading, lines: own }) => heading || own.length) }
}

/** A place where two revisions differ. The words around it are the same in both. */
export interface Change {
  clause: string
  before: string
  gone: string
  added: string
  after: string
}

/** The number of the revision stands in the text and differs always. */
const told = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('协议编号：'))

const cell = (runs: number[][], i: number, j: number): number => runs[i]?.[j] ?? 0

/** Length of the longest common run of lines from each pair of places on. */
function commonRuns(old: string[], now: string[]): number[][] {
  const runs = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0))
  const run = (i: number, j: number): number => cell(runs, i, j)
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const row = runs[i]
      if (row) row[j] = old[i] === now[j] ? run(i + 1, j + 1) + 1 : Math.max(run(i + 1, j), run(i, j + 1))
    }
  }
  return runs
}

function sharedStart(one: string, other: string): number {
  let length = 0
  while (length < Math.min(one.length, other.length) && one[length] === other[length]) length += 1
  return length
}

function sharedEnd(one: string, other: string, most: number): number {
  let length = 0
  while (length < most && one.at(-1 - length) === other.at(-1 - length)) length += 1
  return length
}

/** What differs within a line. */
function within(clause: string, old: string, now: string): Change {
  const start = sharedStart(old, now)
  const end = sharedEnd(old, now, Math.min(old.length, now.length) - start)
  return { clause, before: now.slice(0, start), gone: old.slice(start, old.length - end), added: now.slice(start, now.length - end), after: now.slice(now.length - end) }
}

/** Lines gone and lines new, side by side; a heading among them names the clause from there on. */
function pairUp(clause: string, gone: string[], added: string[]): Change[] {
  let named = clause
  return Array.from({ length: Math.max(gone.length, added.length) }, (_, at) => {
    const [old = '', now = ''] = [gone[at], added[at]]
    named = [now, old].find((line) => HEADING.test(line)) ?? named
    return within(named, old, now)
  })
}

interface Step {
  kind: 'same' | 'gone' | 'added'
  line: string
}

interface Place {
  old: number
  now: number
}

function stepAt(runs: number[][], at: Place, old: string[], now: string[]): Step {
  const [one = '', other = ''] = [old[at.old], now[at.now]]
  if (one === other) return { kind: 'same', line: one }
  const skipsNew = cell(runs, at.old, at.now + 1) > cell(runs, at.old + 1, at.now)
  return skipsNew ? { kind: 'added', line: other } : { kind: 'gone', line: one }
}

/** The way from the old lines to the new ones, keeping as many as possible. */
function stepsBetween(old: string[], now: string[]): Step[] {
  const runs = commonRuns(old, now)
  const steps: Step[] = []
  const at = { old: 0, now: 0 }
  while (at.old < old.length && at.now < now.length) {
    const step = stepAt(runs, at, old, now)
    steps.push(step)
    at.old += Number(step.kind !== 'added')
    at.now += Number(step.kind !== 'gone')
  }
  const rest = (kind: Step['kind'], lines: string[]): Step[] => lines.map((line) => ({ kind, line }))
  return [...steps, ...rest('gone', old.slice(at.old)), ...rest('added', now.slice(at.now))]
}

/** What changed from one revision of the text to another, clause by clause. */
export function changesBetween(oldText: string, newText: string): Change[] {
  const found: Change[] = []
  let changed: Step[] = []
  let clause = ''
  const linesOf = (kind: Step['kind']): string[] => changed.filter((step) => step.kind === kind).map(({ line }) => line)
  const close = (): void => {
    found.push(...pairUp(clause, linesOf('gone'), linesOf('added')))
    changed = []
  }
  for (const step of stepsBetween(told(oldText), told(newText))) {
    if (step.kind !== 'same') changed.push(step)
    else {
      close()
      if (HEADING.test(step.line)) clause = step.line
    }
  }
  close()
  return found
}

/** What differs between two wordings of one clause; null where nothing does. */
export const wordsChanged = (old: string, now: string): Change | null => (old === now ? null : within('', old, now))
