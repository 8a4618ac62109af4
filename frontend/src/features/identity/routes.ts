import { defineFeature } from '@/app/feature'
import { ANY_ACCOUNT } from '@/app/permissions'

export default defineFeature({
  routes: [
    { path: '/sign-in', name: 'sign-in', public: true, title: 'identity.sign_in.title', component: () => import('./pages/SignInPage.vue') },
    { path: '/sign-up', name: 'sign-up', public: true, title: 'identity.sign_up.title', component: () => import('./pages/SignUpPage.vue') },
    { path: '/activate', name: 'activate', public: true, title: 'identity.activate.title', component: () => import('./pages/ActivatePage.vue') },
    { path: '/account', name: 'account', requires: ANY_ACCOUNT, title: 'identity.account.title', component: () => import('./pages/AccountPage.vue') },
  ],
})
