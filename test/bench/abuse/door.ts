import { randomBytes } from 'node:crypto';
import { artifactPath, signRequest } from '@understudy/peer-protocol';

/** How to come in: data alone, so that attackers in a process of their own can be told. */
export interface Door {
  readonly port: number;
  /** Base64. Where there is no router between, workers are asked, which take nothing that is not signed. */
  readonly peerSecret?: string;
  /** Keys with which attackers describe videos, through the router. */
  readonly apiKeys: readonly string[];
  /** Videos that are complete, by the name that `pathOf` takes. */
  readonly complete: readonly string[];
  /** The dearest description that is allowed, and a light one; titles make others of them. */
  readonly dear: object;
  readonly light: object;
  /** Where nobody describes anything: videos that are described and not made, to be taken one after the other. */
  readonly stock: { readonly dear: string[]; readonly light: string[] };
}

/** One request, as text goes over the wire. */
export interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How a part of a video is asked for. */
export function askFor(door: Pick<Door, 'peerSecret'>, video: string, part: string): Ask {
  if (door.peerSecret === undefined) return { path: `/v/${video}/${part}`, headers: {} };
  const path = artifactPath(BigInt(video), part);
  const secret = Buffer.from(door.peerSecret, 'base64');
  return { path, headers: signRequest(secret, { method: 'GET', path }, Date.now()) };
}

/** How a video is described; undefined where nobody describes anything. */
export function askToDescribe(
  door: Pick<Door, 'peerSecret'>,
  apiKey: string,
  description: object,
): Ask | undefined {
  if (door.peerSecret !== undefined) return undefined;
  return {
    method: 'POST',
    path: '/v1/videos',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify(description),
  };
}

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const opaqueIdLength = 24;

/** A name of the right form that somebody made up. */
export function forgedVideo({ peerSecret }: Pick<Door, 'peerSecret'>): string {
  if (peerSecret !== undefined) return String(randomBytes(8).readBigUInt64BE() >> 8n);
  return Array.from(randomBytes(opaqueIdLength), (byte) => base58[byte % base58.length]).join('');
}
