import { UserFilled } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/teams', name: 'teams', requires: 'team:use', title: 'teams.title', component: () => import('./pages/TeamList.vue') },
    { path: '/teams/new', name: 'team-new', requires: 'team:use', title: 'teams.new.title', component: () => import('./pages/TeamNew.vue') },
    { path: '/teams/:id', name: 'team', requires: 'match:read', title: 'teams.one', component: () => import('./pages/TeamPage.vue') },
    { path: '/teams/:id/edit', name: 'team-edit', requires: 'team:use', title: 'teams.edit.title', component: () => import('./pages/TeamEdit.vue') },
    { path: '/teams/:id/decline', name: 'team-decline', requires: 'team:use', title: 'teams.decline.title', component: () => import('./pages/TeamDecline.vue') },
    { path: '/teams/:id/leave', name: 'team-leave', requires: 'team:use', title: 'teams.leave.title', component: () => import('./pages/TeamDecline.vue') },
    { path: '/teams/:id/invite', name: 'team-invite', requires: 'team:use', title: 'teams.invite.title', component: () => import('./pages/TeamInvite.vue') },
  ],
  menu: [{ route: 'teams', label: 'teams.title', order: 40, icon: UserFilled }],
})
