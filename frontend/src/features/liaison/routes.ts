import { Compass } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/liaison/services', name: 'liaison', requires: 'engagement:follow', title: 'liaison.list.title', component: () => import('./pages/WorkbenchPage.vue') },
    { path: '/liaison/services/:id', name: 'liaison-service', requires: 'engagement:act', title: 'liaison.one.title', component: () => import('./pages/FollowPage.vue') },
  ],
  starts: [{ requires: 'engagement:follow', order: 30, route: 'liaison', label: 'liaison.menu' }],
  menu: [{ route: 'liaison', label: 'liaison.menu', order: 30, icon: Compass }],
})
