import { join } from 'node:path';
import type { Cluster } from '@understudy/cli';
import { runProgram } from './run-program.js';

/** Small and quick to make: 15 s in three segments, with picture, text and sound that change. */
export function smallVideo(title: string, seconds = 15) {
  return {
    title,
    width: 320,
    height: 180,
    fps: 30,
    scenes: [
      {
        duration: seconds / 2,
        source: { type: 'testcard', card: 'testsrc2' },
        text: { value: 'one' },
        audio: { type: 'tone', frequencyHz: 440 },
      },
      {
        duration: seconds / 2,
        source: { type: 'gradients', seed: 7 },
        text: { value: 'two' },
        audio: { type: 'noise', seed: 3 },
      },
    ],
  };
}

/** Of small pictures, so that a minute of it is made in a few seconds; 33 kB a second. */
export function lightVideo(title: string, seconds: number) {
  const source = { type: 'testcard', card: 'testsrc2' };
  const audio = { type: 'tone', frequencyHz: 440 };
  return { title, width: 128, height: 72, fps: 24, scenes: [{ duration: seconds, source, audio }] };
}

/**
 * Makes a video possible that is large and still quick to make: noise of 900 kB a second, of which every frame is decoded in no
 * time. Puts the clip into the library; gives what describes a video of it.
 */
export async function noiseVideo(dataDir: string, seconds: number): Promise<(title: string) => object> {
  const name = `noise-${seconds}.mp4`;
  const noise = `color=gray:s=320x180:r=30:d=${seconds},noise=alls=100:allf=t`;
  const { stderr } = await runProgram('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', noise],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '18', '-g', '30'],
    join(dataDir, 'library', name),
  ]);
  if (stderr !== '') throw new Error(`the clip of noise: ${stderr}`);
  return (title) => ({
    title,
    width: 320,
    height: 180,
    fps: 30,
    scenes: [
      { duration: seconds, source: { type: 'clip', name }, audio: { type: 'tone', frequencyHz: 440 } },
    ],
  });
}

export interface Video {
  readonly id: string;
  readonly mp4: string;
  readonly hls: string;
}

/** Creates a video through the first router. */
export async function createVideo(cluster: Cluster, description: unknown): Promise<Video> {
  const origin = cluster.routers[0]?.url as string;
  const answer = await fetch(`${origin}/v1/videos`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${cluster.apiKey}` },
    body: JSON.stringify(description),
  });
  const body = (await answer.json()) as { id: string; urls: { mp4: string; hls: string } };
  if (answer.status !== 201 && answer.status !== 200)
    throw new Error(`${answer.status}: ${JSON.stringify(body)}`);
  return { id: body.id, mp4: new URL(body.urls.mp4, origin).href, hls: new URL(body.urls.hls, origin).href };
}

export interface Placement {
  readonly contentId: string;
  readonly slot: number;
  readonly epoch: number;
  readonly pool: number;
  readonly master: string;
  readonly replica: string;
  readonly holders: readonly { worker: string; bytes: number; complete: boolean }[];
}

/** What the operator's API says of a video's place. */
export async function placementOf(cluster: Cluster, id: string): Promise<Placement> {
  const answer = await fetch(`${cluster.console.url}/admin/videos/${id}/placement`, {
    headers: { authorization: `Bearer ${cluster.adminKey}` },
  });
  if (answer.status !== 200) throw new Error(`placement: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Placement;
}
