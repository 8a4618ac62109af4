import { defineFeature } from '@/app/feature'

// Findings begin on an expert's or enterprise's page and are confirmed from the credit record they make.
export default defineFeature({
  routes: [
    { path: '/integrity/new', name: 'finding-new', requires: 'credit:manage', title: 'integrity.new.title', component: () => import('./pages/FindingNew.vue') },
    { path: '/integrity/:id', name: 'finding', requires: 'credit:manage', title: 'integrity.confirm.title', component: () => import('./pages/FindingConfirm.vue') },
  ],
})
