import { Warning } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/credit-records', name: 'credit-records', requires: 'credit:read', title: 'credit_records.title', component: () => import('./pages/CreditRecordList.vue') },
    { path: '/credit-records/new', name: 'credit-record-new', requires: 'credit:manage', title: 'credit_records.new.title', component: () => import('./pages/CreditRecordNew.vue') },
    { path: '/credit-records/:id', name: 'credit-record', requires: 'credit:read', title: 'credit_records.one', component: () => import('./pages/CreditRecordPage.vue') },
  ],
  menu: [{ route: 'credit-records', label: 'credit_records.menu', order: 70, icon: Warning }],
})
