import { type Rendition, renditions } from '@understudy/artifact';
import { type Description, programOf, type Rendered, renderedAt, shownSize } from '@understudy/description';
import type { Generator } from '@understudy/generator';

/**
 * The HLS multivariant playlist (RFC 8216 section 4.3.4) of a video: itself and every smaller rendition, largest first. All of it follows
 * from the description, so it is the same before and after anything is made.
 */
export function multivariantPlaylist(
  description: Description,
  generator: Pick<Generator, 'streamFacts'>,
): string {
  const isPrograms = programOf(description) !== undefined;
  const smaller = isPrograms ? [] : renditions.filter(({ height }) => height < description.height);
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...variant(description, 'index.m3u8', generator),
    ...smaller.flatMap((rendition) => renditionVariant(description, rendition, generator)),
    '',
  ].join('\n');
}

function renditionVariant(
  description: Description,
  { name, height }: Rendition,
  generator: Pick<Generator, 'streamFacts'>,
): string[] {
  return variant(renderedAt(description, height), `${name}/index.m3u8`, generator);
}

function variant(rendered: Rendered, uri: string, generator: Pick<Generator, 'streamFacts'>): string[] {
  const { width, height } = shownSize(rendered);
  const { codecs, peakBitsPerS } = generator.streamFacts(rendered);
  const attributes = [
    `BANDWIDTH=${peakBitsPerS}`,
    `CODECS="${codecs}"`,
    `RESOLUTION=${width}x${height}`,
    `FRAME-RATE=${rendered.fps.toFixed(3)}`,
  ];
  return [`#EXT-X-STREAM-INF:${attributes.join(',')}`, uri];
}
