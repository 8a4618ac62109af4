import { CircleCheck, CircleClose, Clock, EditPen, RemoveFilled, WarningFilled } from '@element-plus/icons-vue'
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

// State words of all workflows, by meaning. The first pattern that matches decides.
const WORDS: [RegExp, Tone][] = [
  [/return|supplement|correct|overdue|suspend|paus|appeal|expir/, 'alert'],
  [/draft|editing|prepar|new$/, 'info'],
  [/reject|refus|disqualif|revok|invalid|terminat|fail|declin/, 'bad'],
  [/withdraw|cancel|closed|end|finish|complet|archiv|frozen|lapsed|resign|retire|left/, 'quiet'],
  [/pending|submit|review|wait|propos|invit|sent|offer|apply|applied|sign(?!ed)|await|reserved|partly/, 'wait'],
  [/approv|active|publish|fil(?:ed|ing)|library|signed|confirm|accept|serv|pass|match|open|valid|qualified|verified|done/, 'good'],
]

/** The meaning of a state by its code; a page that knows better passes `tone`. */
export function toneOf(state: string): Tone {
  return WORDS.find(([pattern]) => pattern.test(state))?.[1] ?? 'quiet'
}
