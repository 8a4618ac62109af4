import { defineFeature } from '@/app/feature'

// Findings begin on an expert's or enterprise's page, from a report or by number; they are confirmed
// from the credit record they make. The menu leads to the records.
export default defineFeature({
  routes: [
    { path: '/report', name: 'report', public: true, layout: 'frame', title: 'integrity.report.title', component: () => import('./pages/ReportNew.vue') },
    { path: '/report/status', name: 'report-status', public: true, layout: 'frame', title: 'integrity.status.title', component: () => import('./pages/ReportStatus.vue') },
    { path: '/integrity/mine', name: 'my-integrity', requires: 'account:self', title: 'integrity.mine.title', component: () => import('./pages/MyIntegrity.vue') },
    { path: '/integrity/mine/:id/appeal', name: 'appeal-new', requires: 'account:self', title: 'integrity.appeal.title', component: () => import('./pages/AppealNew.vue') },
    { path: '/integrity/reports/mine', name: 'my-reports', requires: 'account:self', title: 'integrity.reports.mine', component: () => import('./pages/MyReports.vue') },
    { path: '/integrity/reports', name: 'reports', requires: 'report:handle', title: 'integrity.reports.title', component: () => import('./pages/ReportList.vue') },
    { path: '/integrity/reports/:id', name: 'report-desk', requires: 'report:handle', title: 'integrity.reports.one', component: () => import('./pages/ReportPage.vue') },
    { path: '/integrity/imports', name: 'credit-imports', requires: 'credit:manage', title: 'integrity.import.title', component: () => import('./pages/ImportPage.vue') },
    { path: '/integrity/new', name: 'finding-new', requires: 'credit:manage', title: 'integrity.new.title', component: () => import('./pages/FindingNew.vue') },
    { path: '/integrity/confirm/:id', name: 'finding', requires: 'credit:manage', title: 'integrity.confirm.title', component: () => import('./pages/FindingConfirm.vue') },
  ],
})
