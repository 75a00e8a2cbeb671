import { UnderstudyError } from '@understudy/errors';
import { isPathwayOrigin, mostPathways, type Pathway, pathwayOriginRule } from './pathways.js';

const name = 'UNDERSTUDY_PUBLIC_ORIGINS';

/**
 * Reads the public addresses of the routers, separated by commas. A pathway is named by its place, so the order must be the same wherever
 * they are read. Undefined where none are given.
 * @throws UnderstudyError `invalid_configuration`
 */
export function parsePublicOrigins(text: string | undefined): readonly Pathway[] | undefined {
  if (text === undefined) return undefined;
  const origins = text.split(',').map((each) => originOf(each.trim()));
  if (new Set(origins).size !== origins.length || origins.length < 2 || origins.length > mostPathways) {
    throw new UnderstudyError(
      'invalid_configuration',
      `${name} must be 2 to ${mostPathways} different addresses with commas between, is ${JSON.stringify(text)}`,
    );
  }
  return origins.map((origin, index) => ({ id: `p${index + 1}`, origin }));
}

function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const origin = url?.href.replace(/\/$/, '') ?? '';
  const isPlain = url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!isPlain || !isPathwayOrigin(origin)) {
    throw new UnderstudyError(
      'invalid_configuration',
      `${name} must have ${pathwayOriginRule}, without user, query and fragment, has ${JSON.stringify(text)}`,
    );
  }
  return origin;
}

/** The pathways for whoever has come by `host`: they stay where they are, as long as that answers. The others follow in their order. */
export function pathwaysFrom(pathways: readonly Pathway[], host: string): readonly Pathway[] {
  const own = pathways.findIndex(({ origin }) => new URL(origin).host === host);
  return own <= 0 ? pathways : [...pathways.slice(own), ...pathways.slice(0, own)];
}
