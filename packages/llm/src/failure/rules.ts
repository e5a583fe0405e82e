import type { Facts } from './facts.ts'

interface Rule {
  when: (facts: Facts) => boolean
  message: string
  /** Whether the same request may succeed when it is sent again. */
  retryable: boolean
  /** Whether it needs nothing but time. */
  passing?: true
}

const status =
  (...statuses: number[]) =>
  (facts: Facts) =>
    facts.status !== null && statuses.includes(facts.status)
const code =
  (...codes: string[]) =>
  (facts: Facts) =>
    codes.some((name) => facts.codes.has(name))
const says = (pattern: RegExp) => (facts: Facts) => pattern.test(facts.text)
const any =
  (...tests: Rule['when'][]) =>
  (facts: Facts) =>
    tests.some((test) => test(facts))
const refused = (facts: Facts) => facts.status === null || (facts.status >= 400 && facts.status < 500)

const tooLong =
  /context.{0,12}(length|window|size)|prompt is too long|too many (input )?tokens|maximum (context|prompt|input)|input (is|was) too long|exceeds? the (available|model)/
const filtered = /content.{0,3}(filter|management policy|policy violation)|content_policy|responsible ?ai/
const noCredit = /insufficient.{0,3}(quota|credit|balance|funds)|credit balance is too low|exceeded your current quota/

/** Causes by how much they say, the most telling first: the first rule that holds gives the message. */
export const rules: readonly Rule[] = [
  { when: code('timeouterror'), message: 'The provider did not answer in time.', retryable: true },
  { when: code('aborterror'), message: 'The answer was stopped.', retryable: false },
  {
    when: (facts) => refused(facts) && any(code('context_length_exceeded', 'request_too_large'), says(tooLong))(facts),
    message:
      'The conversation is longer than the model can take. Lower the context limit, shorten the message or choose a model with a larger context window.',
    retryable: false,
  },
  {
    when: any(code('insufficient_quota', 'billing_error', 'billing_not_active'), status(402), says(noCredit)),
    message: 'The account at the provider has no credit left. Top it up or choose another model.',
    retryable: false,
  },
  {
    when: any(code('content_filter', 'content_policy_violation'), (facts) => refused(facts) && says(filtered)(facts)),
    message: "The provider's content filter refused this. Put it in other words.",
    retryable: false,
  },
  {
    when: any(status(401), code('authentication_error', 'invalid_api_key', 'ai_loadapikeyerror')),
    message: 'The provider does not accept the API key. Check the key that this server is configured with.',
    retryable: false,
  },
  {
    when: any(status(403), code('permission_error', 'permission_denied')),
    message: 'The provider does not allow this. Check what the API key of this server may use.',
    retryable: false,
  },
  {
    when: any(status(404), code('model_not_found', 'not_found_error', 'ai_nosuchmodelerror')),
    message: 'The provider does not know this model. Choose another one, or check the base URL.',
    retryable: false,
  },
  {
    when: status(413),
    message: 'The request is larger than the provider takes. Shorten the message.',
    retryable: false,
  },
  {
    when: any(status(429), code('rate_limit_error', 'rate_limit_exceeded')),
    message: 'The provider gets too many requests at the moment.',
    retryable: true,
    passing: true,
  },
  {
    when: any(status(529, 503), code('overloaded_error', 'server_overloaded')),
    message: 'The provider is overloaded.',
    retryable: true,
    passing: true,
  },
  {
    when: any(
      status(408, 504),
      code('timeout_error', 'etimedout', 'und_err_connect_timeout', 'und_err_headers_timeout', 'und_err_body_timeout'),
    ),
    message: 'The provider did not answer in time.',
    retryable: true,
  },
  {
    when: any(
      (facts) => facts.status !== null && facts.status >= 500,
      code('server_error', 'api_error', 'internal_error'),
    ),
    message: 'The provider has a problem on its side.',
    retryable: true,
    passing: true,
  },
  {
    when: code('econnrefused', 'ehostunreach', 'enetunreach'),
    message: 'The provider cannot be reached. Is it running, and is its base URL right?',
    retryable: true,
  },
  {
    when: code('enotfound', 'eai_again'),
    message: "The provider's address cannot be found. Check its base URL and this server's network.",
    retryable: true,
  },
  {
    when: any(says(/certificate|self[- ]signed/), (facts) =>
      [...facts.codes].some((name) => name.startsWith('err_tls')),
    ),
    message: "The provider's certificate is not accepted.",
    retryable: false,
  },
  {
    when: any(
      code('econnreset', 'epipe', 'und_err_socket', 'ai_jsonparseerror', 'ai_typevalidationerror'),
      code('ai_invalidresponsedataerror', 'ai_emptyresponsebodyerror', 'ai_nocontentgeneratederror'),
      says(/^(terminated|fetch failed|cannot connect to api|failed to process successful response)/m),
    ),
    message: 'The connection to the provider broke off in the answer.',
    retryable: true,
  },
]
