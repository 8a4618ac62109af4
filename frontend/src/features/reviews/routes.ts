import { Stamp, Switch } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

// The page of one case belongs to what is reviewed: `/reviews/<subject>/<id>`, drawn with ui/review/ReviewDesk.
export default defineFeature({
  routes: [
    { path: '/reviews', name: 'reviews', requires: 'review:decide', title: 'reviews.title', component: () => import('./pages/ReviewQueue.vue') },
    { path: '/reviews/takeovers', name: 'takeovers', requires: 'review:decide', title: 'reviews.takeover.title', component: () => import('./pages/TakeOvers.vue') },
    { path: '/reviews/orphans', name: 'orphans', requires: 'organisation:manage', title: 'reviews.orphan.title', component: () => import('./pages/OrphanCases.vue') },
  ],
  menu: [
    { route: 'reviews', label: 'reviews.menu', order: 20, icon: Stamp },
    { route: 'takeovers', label: 'reviews.takeover.menu', order: 82, icon: Switch, when: (me) => me.membership?.organisation?.type === 'city_bureau' },
    { route: 'orphans', label: 'reviews.orphan.menu', order: 82, icon: Switch },
  ],
  lines: [{ requires: 'review:decide', order: 10, component: () => import('@/ui/review/DeskLine.vue') }],
})
