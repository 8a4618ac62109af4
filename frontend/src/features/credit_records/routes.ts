import { Warning } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/credit-records', name: 'credit-records', requires: 'credit:read', title: 'credit_records.title', component: () => import('./pages/CreditRecordList.vue') },
    { path: '/credit-records/public', name: 'public-records', public: true, layout: 'frame', title: 'credit_records.public.title', component: () => import('./pages/PublicRecords.vue') },
    { path: '/credit-records/:id', name: 'credit-record', requires: 'credit:read', title: 'credit_records.one', component: () => import('./pages/CreditRecordPage.vue') },
  ],
  menu: [{ route: 'credit-records', label: 'credit_records.menu', order: 70, icon: Warning }],
})
