import type { Frame } from '@/ui/registration/frame'
import { askWaiver } from '@/ui/waiver/ask'
import DeclarationFields from './components/DeclarationFields.vue'
import DegreeFields from './components/DegreeFields.vue'
import EmployerFields from './components/EmployerFields.vue'
import PersonFields from './components/PersonFields.vue'
import ProofFields from './components/ProofFields.vue'
import ResultFields from './components/ResultFields.vue'
import ServiceFields from './components/ServiceFields.vue'
import SubjectFields from './components/SubjectFields.vue'
import { blankOf, PART_OF_RULE, PARTS } from './fields'
import { useDiff, useMyExpert, useMyDraft, useSubmit, useWithdraw } from './queries'

/** The registration as the shared pages need it. */
export const frame: Frame = {
  space: 'experts',
  subject: 'expert',
  parts: PARTS,
  evidence: 'evidence_expert',
  forms: {
    person: PersonFields,
    employer: EmployerFields,
    degree: DegreeFields,
    field: SubjectFields,
    results: ResultFields,
    service: ServiceFields,
    declarations: DeclarationFields,
    evidence: ProofFields,
  },
  blankOf,
  partOfRule: PART_OF_RULE,
  needs: ['identity', 'employer', 'degree', 'results'],
  after: ['batch', 'file'],
  routes: { overview: 'my-expert', section: 'my-expert-section', check: 'my-expert-check', sign: 'my-expert-sign', done: 'my-expert-done' },
  useMine: useMyExpert,
  useMyDraft,
  useSubmit,
  useWithdraw,
  useDiff,
  waiverTo: ({ id }, { id: rule }) => askWaiver(rule, 'experts', id, '/experts/mine'),
}
