import { DataAnalysis } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/dashboard', name: 'dashboard', requires: 'dashboard:read', title: 'dashboards.title', component: () => import('./pages/DashboardPage.vue') },
    { path: '/dashboard/rows', name: 'dashboard-rows', requires: 'dashboard:read', title: 'dashboards.rows.title', component: () => import('./pages/FigureRows.vue') },
  ],
  menu: [{ route: 'dashboard', label: 'dashboards.menu', order: 80, icon: DataAnalysis }],
  home: [{ requires: 'dashboard:read', order: 60, component: () => import('./components/HomeFigures.vue') }],
})
