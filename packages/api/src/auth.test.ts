import { connect } from '@parley/db'
import { expect, it } from 'vitest'

import { createAuth, sessionOf } from './auth.ts'

const logger = { debug() {}, info() {}, warn() {}, error() {} }

it('says to try again, not that something is broken, while the database is away', async () => {
  await using db = connect({ host: '127.0.0.1', port: 1, user: 'nobody', database: 'nowhere' })
  const url = 'http://127.0.0.1:3000'
  const secret = 'a secret of thirty-two characters'
  const auth = createAuth({ db, secret, baseUrl: url, origins: [url], allowGuests: true, logger })
  const headers = new Headers({ authorization: 'Bearer some-token' })
  await expect(sessionOf(auth, headers)).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    cause: { reason: 'UNAVAILABLE', retryAfter: 1 },
  })
})
