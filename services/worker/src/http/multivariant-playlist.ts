import { type Rendition, renditions } from '@understudy/artifact';
import { type Description, programOf, type Rendered, renderedAt, shownSize } from '@understudy/description';
import type { Generator } from '@understudy/generator';
import type { PublicPathways } from '@understudy/peer-protocol';

type Facts = Pick<Generator, 'streamFacts'>;

/** A variant: its stream, and where its playlist is in the video's folder. */
interface Variant {
  readonly rendered: Rendered;
  readonly uri: string;
}

/**
 * The HLS multivariant playlist (RFC 8216 section 4.3.4) of a video: itself and every smaller rendition, largest first. All of it follows
 * from the description, so it is the same before and after anything is made. With several public addresses all variants stand there for each
 * of them, which a player without content steering takes for redundant ones (RFC 8216 section 6.2.4).
 */
export function multivariantPlaylist(
  description: Description,
  generator: Facts,
  publicPathways?: PublicPathways,
): string {
  const isPrograms = programOf(description) !== undefined;
  const smaller = isPrograms ? [] : renditions.filter(({ height }) => height < description.height);
  const variants = [
    { rendered: description, uri: 'index.m3u8' },
    ...smaller.map((rendition) => variantOf(description, rendition)),
  ];
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...(publicPathways === undefined
      ? variants.flatMap(({ rendered, uri }) => [streamLine(rendered, generator, []), uri])
      : steered(variants, generator, publicPathways)),
    '',
  ].join('\n');
}

function variantOf(description: Description, { name, height }: Rendition): Variant {
  return { rendered: renderedAt(description, height), uri: `${name}/index.m3u8` };
}

/** draft-pantos-hls-rfc8216bis sections 4.4.6.6 and 7. The steering manifest is beside the playlist. */
function steered(
  variants: readonly Variant[],
  generator: Facts,
  { folder, pathways }: PublicPathways,
): string[] {
  return [
    `#EXT-X-CONTENT-STEERING:SERVER-URI="steering.json",PATHWAY-ID="${pathways[0]?.id}"`,
    ...pathways.flatMap(({ id, origin }) =>
      variants.flatMap(({ rendered, uri }) => [
        streamLine(rendered, generator, [
          `PATHWAY-ID="${id}"`,
          `STABLE-VARIANT-ID="${shownSize(rendered).height}p"`,
        ]),
        `${origin}${folder}${uri}`,
      ]),
    ),
  ];
}

function streamLine(rendered: Rendered, generator: Facts, further: readonly string[]): string {
  const { width, height } = shownSize(rendered);
  const { codecs, peakBitsPerS } = generator.streamFacts(rendered);
  const attributes = [
    `BANDWIDTH=${peakBitsPerS}`,
    `CODECS="${codecs}"`,
    `RESOLUTION=${width}x${height}`,
    `FRAME-RATE=${rendered.fps.toFixed(3)}`,
    ...further,
  ];
  return `#EXT-X-STREAM-INF:${attributes.join(',')}`;
}
