/** Why a body was not read. `detail` says where and never what: the value may be personal. */
export interface JsonFault {
  readonly code:
    | 'json_malformed'
    | 'json_duplicate_member'
    | 'json_member_refused'
    | 'json_number_refused'
    | 'json_number_imprecise'
    | 'json_text_refused'
    | 'body_too_large'
    | 'body_too_deep'
  readonly detail: Readonly<Record<string, unknown>>
}

/** What the scan asks of a text: a string has it, and so has a counter that watches how often each character is read. */
export type ScannedText = Pick<string, 'charCodeAt' | 'slice' | 'startsWith'>
