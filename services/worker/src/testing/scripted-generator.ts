import { createHash } from 'node:crypto';
import { type Piece, storyboardPiece } from '@understudy/artifact';
import { planSegments, type Rendered, shownSize } from '@understudy/description';
import type { UnderstudyError } from '@understudy/errors';
import type { RunManner, SegmentGenerator, StreamFacts, StreamGenerator } from '@understudy/generator';

const chunksPerSegment = 4;
const chunkBytes = 1_000;

/** A generator whose bytes follow from their place and whose pace a test sets: for faults at an exact byte. */
export class ScriptedGenerator implements SegmentGenerator {
  readonly name = 'scripted';
  readonly version = '1';
  readonly fingerprint: string;
  readonly resumable: SegmentGenerator['resumable'];
  /** Every run begun, in order. */
  readonly runs: Piece[] = [];
  /** By how much the runs for segments and posters gave way, in order. */
  readonly niceness: number[] = [];
  running = 0;
  /** `scriptedVideo` has the bytes of the usual size. */
  chunkBytes = chunkBytes;
  failWith: UnderstudyError | undefined;
  readonly #media: string;
  readonly #holds = new Map<string, { reached: () => void; go: Promise<void> }>();

  /** With another `media` its segments have other bytes under the same fingerprint: what no generator should do. */
  constructor({
    media = '',
    resumable = 'byte' as SegmentGenerator['resumable'],
    fingerprint = '5'.repeat(64),
  } = {}) {
    this.#media = media;
    this.resumable = resumable;
    this.fingerprint = fingerprint;
  }

  /** Stops before chunk `chunk` of segment `index`. `reached` resolves when it stands there; `release` lets it go on. */
  hold(index: number, chunk: number): { reached: Promise<void>; release: () => void } {
    let release = () => {};
    let arrive = () => {};
    const go = new Promise<void>((resolve) => {
      release = resolve;
    });
    const reached = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    this.#holds.set(`${index}.${chunk}`, { reached: arrive, go });
    return { reached, release };
  }

  streamFacts(description: Rendered): StreamFacts {
    return { codecs: 'avc1.64000A,mp4a.40.2', peakBitsPerS: shownSize(description).height * 1_000 };
  }

  async init(): Promise<Uint8Array> {
    this.runs.push('init');
    return bytesOf('init', 0, 300);
  }

  async poster(
    _description: Rendered,
    _signal: AbortSignal,
    { nice = 0 }: RunManner = {},
  ): Promise<Uint8Array> {
    this.runs.push('poster');
    this.niceness.push(nice);
    return bytesOf('poster', 0, 200);
  }

  async storyboardSheet(_description: Rendered, sheet: number): Promise<Uint8Array> {
    const piece = storyboardPiece(sheet);
    this.runs.push(piece);
    return bytesOf(piece, 0, 250);
  }

  async *segment(description: Rendered, index: number, signal: AbortSignal, { nice = 0 }: RunManner = {}) {
    this.runs.push(index);
    this.niceness.push(nice);
    const media = `${this.#media}${formOf(description)}`;
    this.running += 1;
    try {
      if (this.failWith !== undefined) throw this.failWith;
      yield { piece: 'init' as const, bytes: bytesOf('init', 0, 300) };
      for (let chunk = 0; chunk < chunksPerSegment; chunk += 1) {
        const hold = this.#holds.get(`${index}.${chunk}`);
        hold?.reached();
        if (hold !== undefined) await Promise.race([hold.go, aborted(signal)]);
        signal.throwIfAborted();
        yield { piece: 'media' as const, bytes: bytesOf(index, chunk, this.chunkBytes, media) };
      }
    } finally {
      this.running -= 1;
    }
  }
}

/** The same as a program that makes a video only from its beginning. */
export function asStream(scripted: ScriptedGenerator): StreamGenerator {
  return {
    name: scripted.name,
    version: scripted.version,
    fingerprint: scripted.fingerprint,
    resumable: 'none',
    streamFacts: (description) => scripted.streamFacts(description),
    async *stream(description, signal) {
      const { segmentCount } = planSegments(description);
      for (let index = 0; index < segmentCount; index += 1) {
        for await (const { piece, bytes } of scripted.segment(description, index, signal)) {
          if (piece === 'media') yield { piece: index, bytes };
          else if (index === 0) yield { piece, bytes };
        }
      }
    },
  };
}

/** The progressive MP4 that a scripted generator makes of `segmentCount` segments, in a rendition's height if there is one. */
export function scriptedVideo(segmentCount: number, height?: number): Buffer {
  const parts = [bytesOf('init', 0, 300)];
  for (let index = 0; index < segmentCount; index += 1) parts.push(scriptedSegment(index, height));
  return Buffer.concat(parts);
}

export function scriptedSegment(index: number, height?: number): Buffer {
  return Buffer.concat(
    Array.from({ length: chunksPerSegment }, (_, chunk) =>
      bytesOf(index, chunk, chunkBytes, height === undefined ? '' : String(height)),
    ),
  );
}

/** What tells the media of a rendition from that of its video. */
function formOf({ rendition }: Rendered): string {
  return rendition === undefined ? '' : String(rendition.height);
}

function bytesOf(piece: Piece, chunk: number, length: number, media = ''): Buffer {
  const seed = createHash('sha256').update(`${media}${piece}.${chunk}`).digest();
  return Buffer.alloc(length, seed);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
