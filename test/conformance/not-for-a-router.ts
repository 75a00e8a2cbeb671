/** Why a test of the suite does not apply to a proxy that stores nothing, by what it complains of. */
export const notForARouter: readonly {
  readonly why: string;
  readonly ids: RegExp;
  readonly complaint: RegExp;
}[] = [
  {
    why: 'asks for an answer out of a store',
    ids: /./,
    complaint: /^Response \d does not come from cache$/,
  },
  {
    why: 'asks for a stored answer to be validated; where nobody does, its origin answers 999, which is no status of HTTP',
    ids: /^(304-|conditional-|ccreq-no-cache-|cc-resp-no-cache-)/,
    complaint: /^Response 2 status is 503, not 200$/,
  },
  {
    why: 'takes any error of a proxy for a stored answer, as it does for nginx, Squid and Varnish',
    ids: /^stale-close-/,
    complaint: /^Response 2 comes from cache$/,
  },
  {
    why: 'asks for a method that the API does not have',
    ids: /^invalidate-M-SEARCH/,
    complaint: /^Response 2 status is 404, not \d+$/,
  },
];
