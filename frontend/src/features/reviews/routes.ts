import { Stamp } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

// The page of one case belongs to what is reviewed: `/reviews/<subject>/<id>`, drawn with ui/review/ReviewDesk.
export default defineFeature({
  routes: [{ path: '/reviews', name: 'reviews', requires: 'review:decide', title: 'reviews.title', component: () => import('./pages/ReviewQueue.vue') }],
  menu: [{ route: 'reviews', label: 'reviews.menu', order: 20, icon: Stamp }],
  home: [{ requires: 'review:decide', order: 20, component: () => import('@/ui/review/DeskLine.vue') }],
})
