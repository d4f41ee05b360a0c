/** One way of saying no: HTTP status, whether the same call may succeed later, and the sentence people read. `{name}` is filled from `detail`. */
export interface RefusalEntry {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 411 | 413 | 415 | 422 | 423 | 425 | 429 | 500 | 503
  readonly retryable?: boolean
  readonly 'zh-CN': string
  readonly en: string
}
