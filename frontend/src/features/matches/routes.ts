import { Connection } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/matches', name: 'matches', requires: 'match:read', title: 'matches.title', component: () => import('./pages/MatchList.vue') },
    { path: '/matches/apply', name: 'match-apply', requires: 'match:apply', title: 'matches.apply.title', component: () => import('./pages/MatchApply.vue') },
    { path: '/matches/:id', name: 'match', requires: 'match:read', title: 'matches.one', component: () => import('./pages/MatchPage.vue') },
    { path: '/matches/:id/decline', name: 'match-decline', requires: 'match:answer', title: 'matches.decline.title', component: () => import('./pages/MatchDecline.vue') },
    { path: '/matches/:id/withdraw', name: 'match-withdraw', requires: 'match:answer', title: 'matches.withdraw.title', component: () => import('./pages/MatchDecline.vue') },
  ],
  menu: [{ route: 'matches', label: 'matches.title', order: 35, icon: Connection }],
})
