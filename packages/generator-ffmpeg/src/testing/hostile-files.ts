import { execFile } from 'node:child_process';
import { appendFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateSync, gzipSync } from 'node:zlib';
import { dataReferenceTo, inflatingMovie, samplesWithoutEnd, withBox } from './movie-boxes.js';

const run = promisify(execFile);
/** Whether devices can be made here. */
export const isRoot = process.getuid?.() === 0;

const video = ['-f', 'lavfi', '-i', 'testsrc2=s=64x48:r=25:d=1'];
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];

/** Makes `file` by ffmpeg. */
async function make(file: string, ...args: string[]): Promise<Buffer> {
  await run('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args, `file:${file}`]);
  return readFile(file);
}

/**
 * Fills `library` with what somebody might put there who wants to have something read in `outside`, or to bring the worker down. There is a
 * video in `outside`, `secret.mp4`: what leads to it would work.
 * @returns what is to be closed
 */
export async function makeHostileLibrary(library: string, outside: string): Promise<() => void> {
  await mkdir(library, { recursive: true });
  await mkdir(outside, { recursive: true });
  const at = (name: string) => join(library, name);
  const secret = join(outside, 'secret.mp4');
  await make(secret, ...video, ...h264);
  const good = await make(at('good.mov'), ...video, ...h264);
  const texts = {
    'concat.mp4': `ffconcat version 1.0\nfile '${secret}'\n`,
    'concat.ffconcat': `ffconcat version 1.0\nfile 'file:${secret}'\n`,
    'hls.mp4': `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${secret}\n#EXT-X-ENDLIST\n`,
    'hls.m3u8': '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n',
    'hls-concat.m3u8': `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nconcat:/etc/passwd|${secret}\n#EXT-X-ENDLIST\n`,
    'hls-remote.m3u8':
      '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n',
    'dash.mpd': `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>file://${secret}</BaseURL></Representation></AdaptationSet></Period></MPD>`,
    'session.sdp':
      'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n',
    'sheet.cue': `FILE "${secret}" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n`,
    'subtitles.srt': '1\n00:00:00,000 --> 00:00:01,000\nHello\n',
    'vobsub.idx':
      '# VobSub index file, v7 (do not modify this line!)\nid: en, index: 0\ntimestamp: 00:00:00:000, filepos: 000000000\n',
    'meta.txt': ';FFMETADATA1\ntitle=x\n',
    'picture.svg': `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file://${secret}"/></svg>`,
    'empty.mp4': '',
    'noise.mp4': 'no video at all'.repeat(1_000),
  };
  for (const [name, text] of Object.entries(texts)) await writeFile(at(name), text);
  await writeFile(
    at('picture.svgz'),
    gzipSync('<svg xmlns="http://www.w3.org/2000/svg"/>'.padEnd(3_000_000)),
  );

  await symlink('/etc/passwd', at('passwd.mp4'));
  await symlink(secret, at('link.mp4'));
  await symlink(outside, at('folder'));
  await symlink('folder/secret.mp4', at('through.mp4'));
  await symlink('link.mp4', at('twice.mp4'));
  await symlink('loop.mp4', at('loop.mp4'));
  await symlink('/dev/zero', at('zeros.mp4'));
  await symlink('/proc/self/environ', at('environ.mp4'));
  await symlink('good.mov', at('inside.mov'));
  await mkdir(at('directory.mp4'));
  await run('mkfifo', [at('fifo.mp4')]);
  if (isRoot) await run('mknod', [at('device.mp4'), 'c', '1', '5']);
  const server = createServer().listen(at('socket.mp4'));

  await writeFile(at('reference.mov'), withBox(good, 'dref', dataReferenceTo(secret)));
  await writeFile(at('samples.mov'), withBox(good, 'stsz', samplesWithoutEnd()));
  await writeFile(at('tail.mov'), good);
  await appendFile(at('tail.mov'), texts['hls.mp4']);
  await make(
    at('attached.mkv'),
    ...[...video, ...h264, '-attach', secret, '-metadata:s:t', 'mimetype=application/x-truetype-font'],
  );
  await writeFile(at('inflates.mov'), inflatingMovie(good.subarray(0, good.readUInt32BE())));
  await writeFile(at('streams.mkv'), matroskaOf(100_000));
  await writeFile(at('some-streams.mkv'), matroskaOf(65));
  await writeFile(at('inflates.mkv'), matroskaOf(1, deflateSync(Buffer.alloc(100_000_000))));
  await writeFile(at('bomb.png'), pngOf(12_000, 12_000));
  await writeFile(at('larger-bomb.png'), pngOf(65_500, 65_500));
  await writeFile(at('bomb.gif'), gifOf(65_535, 65_535));
  await writeFile(at('grows.ts'), await growing(join(outside, 'part.ts')));
  // A pattern of names, as ffmpeg's image2 takes them; the schema of descriptions has no such name.
  for (const name of ['frame-%d.png', 'frame-1.png']) await writeFile(at(name), pngOf(8, 8));
  return () => server.close();
}

/** Its pictures become larger on the way. */
async function growing(part: string): Promise<Buffer> {
  const of = (size: string) =>
    make(part, '-f', 'lavfi', '-i', `testsrc2=s=${size}:r=25:d=0.4`, ...h264, '-f', 'mpegts');
  return Buffer.concat([await of('64x48'), await of('640x480')]);
}

/** `ContentEncodings` of a track: compressed by zlib. */
const isDeflated = () =>
  element(
    [0x6d, 0x80],
    element([0x62, 0x40], element([0x50, 0x34], element([0x42, 0x54], Buffer.from([0])))),
  );

/** An EBML element: ID, length in eight bytes, body. */
function element(id: number[], ...body: Buffer[]): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(Buffer.concat(body).length));
  length[0] = 0x01;
  return Buffer.concat([Buffer.from(id), length, ...body]);
}

/** Headers of so many tracks; in the first nothing, or what is there when it is inflated. */
function matroskaOf(tracks: number, deflated?: Buffer): Buffer {
  const header = element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], Buffer.from('matroska')));
  const entries = Array.from({ length: tracks }, (_, index) => {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(index + 1);
    return element(
      [0xae],
      ...[element([0xd7], number), element([0x73, 0xc5], number), element([0x83], Buffer.from([2]))],
      element([0x86], Buffer.from('A_PCM/INT/LIT')),
      element([0xe1], element([0x9f], Buffer.from([1])), element([0x62, 0x64], Buffer.from([16]))),
      ...(deflated ? [isDeflated()] : []),
    );
  });
  const block = element([0xa3], Buffer.from([0x81, 0, 0, 0x80]), deflated ?? Buffer.alloc(2));
  const segment = element(
    [0x18, 0x53, 0x80, 0x67],
    element([0x16, 0x54, 0xae, 0x6b], ...entries),
    element([0x1f, 0x43, 0xb6, 0x75], element([0xe7], Buffer.from([0])), block),
  );
  return Buffer.concat([header, segment]);
}

/** A PNG that says that it is so large, with hardly any data. Checksums are not looked at. */
function pngOf(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 6], 8);
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = gzipSync(Buffer.alloc(1_000_000));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function gifOf(width: number, height: number): Buffer {
  const sizes = Buffer.alloc(4);
  sizes.writeUInt16LE(width);
  sizes.writeUInt16LE(height, 2);
  const image = [0x2c, 0, 0, 0, 0, ...sizes, 0, 2, 2, 0x4c, 0x01, 0, 0x3b];
  return Buffer.concat([
    Buffer.from('GIF89a'),
    sizes,
    Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
    Buffer.from(image),
  ]);
}
