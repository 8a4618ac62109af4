import { Stamp } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/commitments', name: 'commitments', requires: 'commitment:manage', title: 'commitments.list.title', component: () => import('./pages/CommitmentList.vue') },
    { path: '/commitments/sign/:kind', name: 'commitment-sign', requires: 'expert:register', title: 'commitments.sign.title', component: () => import('./pages/SignPage.vue') },
    { path: '/commitments/drafts/:id', name: 'commitment-draft', requires: 'commitment:manage', title: 'commitments.draft.title', component: () => import('./pages/DraftPage.vue') },
    { path: '/commitments/:id', name: 'commitment', requires: 'commitment:manage', title: 'commitments.version.title', component: () => import('./pages/VersionPage.vue') },
  ],
  menu: [{ route: 'commitments', label: 'commitments.list.menu', order: 86, icon: Stamp }],
})
