/** The pages, in the order of the menu. */
export const pages = ['overview', 'workers', 'streams', 'videos', 'events'] as const;
export type PageName = (typeof pages)[number];

/** Where one is: `#/workers/w1`, `#/events?level=warn&find=failover`. */
export interface Place {
  readonly page: PageName;
  /** The worker or video that the page is about. */
  readonly subject: string | undefined;
  readonly query: Readonly<Record<string, string>>;
}

/** Anything unknown is the overview. */
export function parsePlace(hash: string): Place {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [name = '', subject = ''] = path.split('/', 2);
  return {
    page: pages.find((page) => page === name) ?? 'overview',
    subject: decode(subject) || undefined,
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

export function linkTo(
  page: PageName,
  subject?: string,
  query: Readonly<Record<string, string>> = {},
): string {
  const set = Object.entries(query).filter(([, value]) => value !== '');
  const search = set.length === 0 ? '' : `?${new URLSearchParams(set)}`;
  return `#/${page}${subject === undefined ? '' : `/${encodeURIComponent(subject)}`}${search}`;
}

/** Goes to a link without a step back to where one was: for what is typed. */
export function replacePlace(link: string): void {
  history.replaceState(null, '', link);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
