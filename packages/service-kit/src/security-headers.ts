import type { FastifyInstance } from 'fastify';

/** Of what is no page: nothing may come of it where somebody has a browser show it, and nobody may frame it. */
const emptyPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What no page of ours uses, and a frame in one must not get either. */
const deniedFeatures = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
  'xr-spatial-tracking',
];

/**
 * What browsers are told with every answer. Pages name a `content-security-policy` of their own in its place, and what pages of other
 * origins may use another `cross-origin-resource-policy`.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': emptyPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': deniedFeatures.map((feature) => `${feature}=()`).join(', '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * The same for media, which pages of any origin play. Opened by itself it is a page that the browser makes around the file, with styles of its
 * own in it: what is not named here is not forbidden. The policies for openers and features are about pages alone, and would only make the
 * head of every segment longer.
 */
export const mediaSecurityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': "script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * For a server over TLS: browsers come by TLS alone for so many seconds (RFC 6797). Empty for 0, and where there is no TLS: section 7.2 forbids
 * it there.
 */
export function strictTransport(isTls: boolean, maxAgeS: number): Readonly<Record<string, string>> {
  return isTls && maxAgeS > 0 ? { 'strict-transport-security': `max-age=${maxAgeS}` } : {};
}

/**
 * Puts `securityHeaders` and `others` on every answer of `app` that does not say something else itself. What takes the response over (`reply.hijack`) writes
 * its own head: this costs it nothing.
 */
export function tellBrowsers(app: FastifyInstance, others: Readonly<Record<string, string>>): void {
  const told = Object.entries({ ...securityHeaders, ...others });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    for (const [name, value] of told) if (!reply.hasHeader(name)) reply.header(name, value);
    done();
  });
}
