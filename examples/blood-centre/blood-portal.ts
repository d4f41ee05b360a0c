import type { Tally } from '@tallystick/core'
import { tallyExpress } from '@tallystick/node/express'
import express, { type Express, type Request, type Response } from 'express'
import { languageOf, notFoundBody, renderPage, signInBody } from '../web/page.ts'
import { readAsset } from '../web/read-asset.ts'
import { securityHeaders } from '../web/security-headers.ts'
import { type Area, createSignIn, isOwnPage, type Person } from '../web/sign-in.ts'
import { checkPage } from './pages/check-page.ts'
import { deskPage } from './pages/desk-page.ts'
import { frontPage } from './pages/front-page.ts'
import { paperCardsPage } from './pages/paper-cards-page.ts'
import { portal } from './pages/portal-name.ts'
import { shopPage } from './pages/shop-page.ts'
import { sponsorPage } from './pages/sponsor-page.ts'
import { walletPage } from './pages/wallet-page.ts'
import { desk, shop, sponsor, tenant, wallet } from './people.ts'
import type { CardStore } from './prepare.ts'

type Show = (person: Person, language: ReturnType<typeof languageOf>) => string | Promise<string>

/** The blood centre's portal on Express: its own pages and sign-in, and Tallystick mounted under /tally. */
export function bloodPortal(tally: Tally, cards: CardStore): Express {
  const app = express()
  app.disable('x-powered-by')
  const signIn = createSignIn('blood')
  const personAt = (request: Request, area: Area) => signIn.find(request.headers.cookie, area)

  app.use((request, response, next) => {
    response.set(securityHeaders)
    if (request.method === 'POST' && !isOwnPage(request.headers)) response.status(403).send('Cross-site form')
    else next()
  })

  // 1. The API; before anything that reads bodies.
  app.use('/tally', tallyExpress(tally, { defaultTenant: tenant }))
  app.use(express.urlencoded({ extended: false, limit: '16kb' }))

  // 2. Who the portal has signed in becomes a session; the page cannot say who it is.
  for (const area of [wallet, desk, shop]) {
    app.post(`${area.path}/tally-session`, async (request, response) => {
      const person = personAt(request, area)
      if (!person) return void response.status(401).json({ problem: 'not signed in' })
      const minted = await tally.mintSession(person.session)
      response.status(minted.ok ? 200 : 503).json(minted.ok ? minted.value : { problem: minted.code })
    })
  }

  // 3. The pages.
  const addArea = (area: Area, title: Parameters<typeof signInBody>[0], show: Show) => {
    app.get(area.path, async (request, response) => {
      const person = personAt(request, area)
      const language = languageOf(request.query.lang)
      const body = signInBody(title, area.path, area.people, language)
      sendPage(response, person ? await show(person, language) : renderPage({ portal, language, body }))
    })
    app.post(`${area.path}/sign-in`, (request, response) => {
      const cookie = signIn.start(request.body?.person, area)
      if (cookie) response.set('set-cookie', cookie)
      response.redirect(303, area.path + (languageOf(request.query.lang) === 'en' ? '?lang=en' : ''))
    })
    app.post(`${area.path}/sign-out`, (request, response) => {
      response.set('set-cookie', signIn.end(request.headers.cookie, area)).redirect(303, area.path)
    })
  }
  app.get('/', (_request, response) => sendPage(response, frontPage()))
  addArea(wallet, walletPage.title, walletPage.render)
  addArea(desk, deskPage.title, deskPage.render)
  addArea(shop, shopPage.title, shopPage.render)
  addArea(sponsor, sponsorPage.title, (person) => sponsorPage.render(tally, person, cards))
  app.get('/check', (_request, response) => sendPage(response, checkPage.render()))
  app.post('/check', async (request, response) => sendPage(response, await checkPage.answer(tally, request.body ?? {})))
  app.get('/paper-cards', (_request, response) => sendPage(response, paperCardsPage(cards)))
  app.get('/assets/:name', async (request, response) => {
    const asset = await readAsset(request.params.name, import.meta.dirname)
    if (asset) response.type(asset.type).send(asset.bytes)
    else sendNotFound(response)
  })
  app.use((_request, response) => sendNotFound(response))
  return app
}

function sendNotFound(response: Response): void {
  sendPage(response.status(404), renderPage({ portal, body: notFoundBody }))
}

function sendPage(response: Response, page: string): void {
  response.set('cache-control', 'no-store').type('text/html; charset=utf-8').send(page)
}
