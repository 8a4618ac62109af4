import type { Frame } from '@/ui/registration/frame'
import BusinessFields from './components/BusinessFields.vue'
import ConditionFields from './components/ConditionFields.vue'
import ContactFields from './components/ContactFields.vue'
import DeclarationFields from './components/DeclarationFields.vue'
import PlaceFields from './components/PlaceFields.vue'
import ProofFields from './components/ProofFields.vue'
import ResearchFields from './components/ResearchFields.vue'
import UnitFields from './components/UnitFields.vue'
import { blankOf, PART_OF_RULE, PARTS } from './fields'
import { useDiff, useMyEnterprise, useMyDraft, useSubmit, useWithdraw } from './queries'

/** The registration as the shared pages need it. */
export const frame: Frame = {
  space: 'enterprises',
  subject: 'enterprise',
  parts: PARTS,
  evidence: 'evidence_enterprise',
  sealed: 'SEALED',
  forms: {
    unit: UnitFields,
    contact: ContactFields,
    place: PlaceFields,
    business: BusinessFields,
    research: ResearchFields,
    conditions: ConditionFields,
    declarations: DeclarationFields,
    evidence: ProofFields,
  },
  blankOf,
  partOfRule: PART_OF_RULE,
  needs: ['licence', 'figures', 'people', 'conditions'],
  after: ['publish'],
  routes: { overview: 'my-enterprise', section: 'my-enterprise-section', check: 'my-enterprise-check', sign: 'my-enterprise-sign', done: 'my-enterprise-done' },
  useMine: useMyEnterprise,
  useMyDraft,
  useSubmit,
  useWithdraw,
  useDiff,
}
