import fc from 'fast-check';
import { cutBytes } from '../arbitraries/bytes.js';
import {
  type Askable,
  type OddRequest,
  oddRequests,
  requestBytes,
  type Sign,
} from '../arbitraries/requests.js';
import { type Exchange, exchange, type Leaving } from './exchange.js';

/** In place of what only the running cluster knows, so that an input that was kept means the same in another one. */
export const stands = {
  video: '~video~',
  other: '~other~',
  gone: '~gone~',
  apiKey: '~api~',
  adminKey: '~admin~',
  contentId: '~content~',
  token: '~token~',
  grant: '~grant~',
};

export const places = {
  id: [stands.video, stands.other, stands.gone, '1'],
  k: ['0', '1', '999999'],
  rendition: ['360p', '1080p', 'storyboard', 'x'],
  part: ['video.mp4', 'index.m3u8', '0.m4s', '0.jpg'],
  name: ['start.js', 'swagger-ui.css', '../package.json', 'x.js'],
  router: ['router1', 'x'],
  requestId: ['abcdefgh'],
  token: [stands.token, 'a.b.c', ''],
  grant: [stands.grant, '1.2.aaaaaaaaaaaaaaaaaaaaaa'],
  contentId: [stands.contentId, '1', '18446744073709551615', '0'],
  piece: ['init', '0', 'poster', 'x'],
  digest: ['a'.repeat(64), 'x'],
};
const keys = [
  ['Authorization', `Bearer ${stands.apiKey}`],
  ['X-API-Key', stands.adminKey],
  ['Authorization', `Bearer ${stands.adminKey}`],
  ['Authorization', 'Bearer us_0123456789abcdef_0123456789012345678901234567890123456789012'],
  ['X-API-Key', 'x'],
] as const;

export interface Session {
  readonly requests: readonly OddRequest[];
  readonly cuts: readonly number[];
  readonly leaving: Leaving;
  readonly signed: boolean;
}

/** Some clients at once, each with some requests one behind the other. */
export function sessions(askable: readonly Askable[]): fc.Arbitrary<readonly Session[]> {
  return fc.array(
    fc.record({
      requests: fc.array(oddRequests(askable, keys), { minLength: 1, maxLength: 3 }),
      cuts: fc.array(fc.nat(10_000), { maxLength: 4 }),
      leaving: fc.constantFrom('half-close' as const, 'half-close' as const, 'abort' as const),
      signed: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  );
}

/** What the stands stand for in what runs now. */
export type Known = ReadonlyMap<string, string>;

/** Writes an input to a port, with what is known in place of what stands for it; `sign` lets a peer in. */
export function playSessions(
  url: string | undefined,
  input: readonly Session[],
  known: Known,
  sign: Sign,
): Promise<Exchange[]> {
  const { port, host } = new URL(url ?? '');
  const filled = (text: string) =>
    [...known].reduce((before, [stand, value]) => before.replaceAll(stand, value), text);
  const exchanges = input.map(({ requests, cuts, leaving, signed }) => {
    const bytes = requests.map((request) => {
      const fields = request.fields.map(([name, value]) => [name, filled(value)] as const);
      return requestBytes(
        { ...request, target: filled(request.target), fields },
        host,
        signed ? sign : undefined,
      );
    });
    return exchange(Number(port), cutBytes(Buffer.concat(bytes), cuts), leaving);
  });
  return Promise.all(exchanges);
}
