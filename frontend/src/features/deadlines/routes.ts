import { Calendar } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/deadlines', name: 'deadlines', requires: 'batch:read', title: 'deadlines.title', component: () => import('./pages/DeadlineBoard.vue') },
    { path: '/deadlines/move', name: 'deadline-move', requires: 'deadline:move', title: 'deadlines.move.title', component: () => import('./pages/DeadlineMove.vue') },
  ],
  menu: [{ route: 'deadlines', label: 'deadlines.menu', order: 27, icon: Calendar }],
})
