import { Files } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/audit', name: 'audit', requires: 'audit:read', title: 'audit.title', component: () => import('./pages/AuditTrail.vue') },
    { path: '/audit/:subject/:id', name: 'audit-story', requires: 'audit:read', title: 'audit.story.title', component: () => import('./pages/RecordStory.vue') },
  ],
  menu: [{ route: 'audit', label: 'audit.menu', order: 84, icon: Files }],
  starts: [{ requires: 'audit:read', order: 80, route: 'audit', label: 'audit.title' }],
})
