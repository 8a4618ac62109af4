import { CircleCheck, CircleClose, Clock, EditPen, InfoFilled, RemoveFilled, WarningFilled } from '@element-plus/icons-vue'
import type { Component } from 'vue'

/** What a state means to its reader, whatever the workflow: it gives the icon and the colour. */
export type Tone = 'good' | 'wait' | 'bad' | 'info' | 'quiet' | 'alert'

export const TONE_ICONS: Record<Tone, Component> = {
  good: CircleCheck,
  wait: Clock,
  info: EditPen,
  alert: WarningFilled,
  bad: CircleClose,
  quiet: RemoveFilled,
}

/** A notice that informs is not a draft: no pen. */
export const NOTICE_ICONS: Record<Tone, Component> = { ...TONE_ICONS, info: InfoFilled }

// Beginnings of the words in the states of all workflows, by meaning. The first group that has one decides.
const WORDS: [Tone, string][] = [
  ['alert', 'return|supplement|overdue|suspend|paus|appeal|disput|expir'],
  ['info', 'draft|edit|prepar|new'],
  ['wait', 'pending|submit|recommend|review|wait|await|propos|invit|sent|offer|appl|sign$|reserv|partly|request|frozen|forming'],
  ['bad', 'reject|refus|disqualif|revok|invalid|fail|declin|disabl'],
  ['quiet', 'withdr|cancel|clos|end|finish|complet|archiv|laps|resign|retir|left|replac|terminat|void|dismiss|lift|releas|dissolv|remov'],
  ['good', 'approv|activ|publish|file|librar|signed|confirm|accept|serv|pass|match|open|valid|qualif|verif|done|receiv|acknowledg|agreed|taken|grant|engaged'],
]
const PATTERNS = WORDS.map(([tone, words]): [RegExp, Tone] => [new RegExp(`(?:^|_)(?:${words})`), tone])

/** The meaning of a state by its code; a page that knows better passes `tone`. */
export function toneOf(state: string): Tone {
  return PATTERNS.find(([pattern]) => pattern.test(state))?.[1] ?? 'quiet'
}
