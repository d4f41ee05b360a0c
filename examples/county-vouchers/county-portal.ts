import type { Tally } from '@tallystick/core'
import { tallyFastify } from '@tallystick/node/fastify'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { languageOf, notFoundBody, renderPage, signInBody } from '../web/page.ts'
import { readAsset } from '../web/read-asset.ts'
import { securityHeaders } from '../web/security-headers.ts'
import { type Area, createSignIn, isOwnPage, type Person } from '../web/sign-in.ts'
import { frontPage } from './pages/front-page.ts'
import { portal } from './pages/portal-name.ts'
import { shopPage } from './pages/shop-page.ts'
import { actOnBatch, type SponsorAct, sponsorPage } from './pages/sponsor-page.ts'
import { walletPage } from './pages/wallet-page.ts'
import { shop, sponsor, tenant, wallet } from './people.ts'

type Show = (person: Person, request: FastifyRequest) => string | Promise<string>

/** The county's portal on Fastify: its own pages and sign-in, and Tallystick mounted under /tally. */
export async function countyPortal(tally: Tally): Promise<FastifyInstance> {
  const app = fastify({ bodyLimit: 16 * 1024 })
  const signIn = createSignIn('county')
  const personAt = (request: FastifyRequest, area: Area) => signIn.find(request.headers.cookie, area)

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders)
    if (request.method === 'POST' && !isOwnPage(request.headers)) return reply.code(403).send('Cross-site form')
  })
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )

  // 1. The API, for the widget, for tills and for partners.
  await app.register(tallyFastify(tally, { defaultTenant: tenant }), { prefix: '/tally' })

  // 2. Who the portal has signed in becomes a session; the page cannot say who it is.
  const giveSessions = (area: Area) =>
    app.post(`${area.path}/tally-session`, async (request, reply) => {
      const person = personAt(request, area)
      if (!person) return reply.code(401).send({ problem: 'not signed in' })
      const minted = await tally.mintSession(person.session)
      return minted.ok ? minted.value : reply.code(503).send({ problem: minted.code })
    })

  // 3. The pages.
  const addArea = (area: Area, title: Parameters<typeof signInBody>[0], show: Show) => {
    app.get(area.path, async (request, reply) => {
      const person = personAt(request, area)
      const language = languageOf((request.query as { lang?: string }).lang)
      const body = signInBody(title, area.path, area.people, language)
      return sendPage(reply, person ? await show(person, request) : renderPage({ portal, language, body }))
    })
    app.post(`${area.path}/sign-in`, async (request, reply) => {
      const cookie = signIn.start((request.body as { person?: string } | null)?.person, area)
      if (cookie) reply.header('set-cookie', cookie)
      const suffix = languageOf((request.query as { lang?: string }).lang) === 'en' ? '?lang=en' : ''
      return reply.redirect(area.path + suffix, 303)
    })
    app.post(`${area.path}/sign-out`, async (request, reply) =>
      reply.header('set-cookie', signIn.end(request.headers.cookie, area)).redirect(area.path, 303),
    )
  }
  app.get('/', (_request, reply) => sendPage(reply, frontPage()))
  addArea(wallet, walletPage.title, (person, { query }) => walletPage.render(person, languageOf(Object(query).lang)))
  addArea(shop, shopPage.title, (person, { query }) => shopPage.render(person, languageOf(Object(query).lang)))
  addArea(sponsor, sponsorPage.title, (person) => sponsorPage.render(tally, person))
  giveSessions(wallet)
  giveSessions(shop)
  app.post('/sponsor/batches', async (request, reply) => {
    const person = personAt(request, sponsor)
    if (!person) return reply.redirect('/sponsor', 303)
    const notice = await actOnBatch(tally, person, (request.body ?? {}) as SponsorAct)
    return sendPage(reply, await sponsorPage.render(tally, person, notice))
  })
  app.get('/assets/:name', async (request, reply) => {
    const asset = await readAsset((request.params as { name: string }).name, import.meta.dirname)
    return asset ? reply.type(asset.type).send(asset.bytes) : reply.callNotFound()
  })
  app.setNotFoundHandler(({ query }, reply) => {
    const language = languageOf(Object(query).lang)
    return sendPage(reply.code(404), renderPage({ portal, language, body: notFoundBody }))
  })
  return app
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page)
}
