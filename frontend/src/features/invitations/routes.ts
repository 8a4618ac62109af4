import { Message } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

// Zones and counties recommend no experts, so they have nobody to invite.
const RECOMMEND = ['provincial_unit', 'city_bureau', 'new_area_bureau', 'university', 'research_institute']

export default defineFeature({
  routes: [
    { path: '/invited', name: 'invited', public: true, title: 'invitations.invited.title', component: () => import('./pages/InvitedPage.vue') },
    { path: '/invitations', name: 'invitations', requires: 'invitation:manage', title: 'invitations.title', component: () => import('./pages/InvitationList.vue') },
    { path: '/invitations/new', name: 'invitation-new', requires: 'invitation:manage', title: 'invitations.new.title', component: () => import('./pages/InvitationNew.vue') },
  ],
  menu: [{ route: 'invitations', label: 'invitations.menu', order: 64, icon: Message, when: (me) => RECOMMEND.includes(me.membership?.organisation?.type ?? '') }],
})
