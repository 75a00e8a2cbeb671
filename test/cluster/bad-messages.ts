/** What RFC 9112 has refused, by its section: read otherwise by a proxy, each would hide a request. */
export const badMessages = [
  [
    '6.3 two lengths',
    'POST /v1/videos HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
  ],
  [
    '6.3 a length and chunks',
    'POST /v1/videos HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  [
    '6.1 another last encoding',
    'POST /v1/videos HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n',
  ],
  ['5.1 a space before the colon', 'GET / HTTP/1.1\r\nHost: a\r\nRange : bytes=0-0\r\n\r\n'],
  ['5.2 a folded field', 'GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n'],
  ['2.2 a bare carriage return', 'GET / HTTP/1.1\r\nHost: a\r\nX: b\rY: c\r\n\r\n'],
  ['3 no HTTP', 'HELO example.org\r\n\r\n'],
] as const;
