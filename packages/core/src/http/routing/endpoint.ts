import type { HttpAnswer } from '../http-call.ts'
import type { OperationEndpoint } from './operation-endpoint.ts'

/** What is served beside the operations: documents about the system. */
export interface DocumentEndpoint {
  readonly name: string
  /** Undefined where the address names something there is not. */
  answer(parameters: Readonly<Record<string, string>>): Promise<HttpAnswer | undefined> | HttpAnswer | undefined
}

export type Endpoint =
  | { readonly kind: 'operation'; readonly endpoint: OperationEndpoint }
  | { readonly kind: 'document'; readonly endpoint: DocumentEndpoint }
