/** Whether a request's `Accept-Encoding` takes gzip (RFC 9110 section 12.5.3, as far as there is a choice). */
export function takesGzip(acceptEncoding: string | string[] | undefined): boolean {
  return /(^|,)\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*(,|$))|,|$)/i.test(String(acceptEncoding ?? ''));
}
