import { UnderstudyError } from '@understudy/errors';

/** Whose pages may have the watch page in a frame: everybody's, or those of these origins. */
export type Embedders = 'anybody' | readonly string[];

const mostEmbedders = 64;
/** An origin, or `https://*.example.com` for all names below one: a host-source of CSP level 3, and nothing that could end a directive. */
const originForm = /^https?:\/\/(\*\.)?[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,8}(:\d{1,5})?$/;

/**
 * Reads `*`, `none`, or origins with commas between.
 * @throws UnderstudyError `invalid_configuration`
 */
export function parseEmbedders(text: string): Embedders {
  if (text === '*') return 'anybody';
  if (text === 'none') return [];
  const origins = text.split(',').map((each) => each.trim());
  if (origins.length <= mostEmbedders && origins.every((each) => originForm.test(each))) return origins;
  throw new UnderstudyError(
    'invalid_configuration',
    'UNDERSTUDY_EMBEDDED_BY must be *, none, or origins such as https://www.example.com or https://*.example.com with commas between, ' +
      `at most ${mostEmbedders}`,
  );
}
