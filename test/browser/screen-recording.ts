import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { runProgram } from '../cluster/run-program.js';

interface Frame {
  readonly jpeg: Buffer;
  readonly atS: number;
}

/** So many pictures a second are enough to see that something moves, and whether it stops. */
const fps = 8;

/** Takes what is on the screen of a page until it is saved. */
export class ScreenRecording {
  readonly #frames: Frame[] = [];
  #stop: () => Promise<void> = async () => undefined;

  static async of(page: Page): Promise<ScreenRecording> {
    const recording = new ScreenRecording();
    const browser = await page.context().newCDPSession(page);
    browser.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
      recording.#frames.push({ jpeg: Buffer.from(data, 'base64'), atS: metadata.timestamp ?? Number.NaN });
      browser.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined);
    });
    await browser.send('Page.startScreencast', { format: 'jpeg', quality: 90, everyNthFrame: 2 });
    recording.#stop = () => browser.send('Page.stopScreencast').then(() => browser.detach());
    return recording;
  }

  /** How many there are so far. */
  get frames(): number {
    return this.#frames.length;
  }

  /** Ends it, and writes an animated WebP that is `width` pixels wide: what a README shows in its text, and smaller than a GIF. */
  async save(file: string, width: number): Promise<void> {
    await this.#stop();
    const directory = await mkdtemp(join(tmpdir(), 'understudy-recording-'));
    const list: string[] = ['ffconcat version 1.0'];
    for (const [index, { jpeg, atS }] of this.#frames.entries()) {
      await writeFile(join(directory, `${index}.jpg`), jpeg);
      const next = this.#frames[index + 1];
      list.push(`file ${index}.jpg`, `duration ${((next?.atS ?? atS + 1 / fps) - atS).toFixed(3)}`);
    }
    await writeFile(join(directory, 'list'), list.join('\n'));
    const { code, stderr } = await runProgram('ffmpeg', [
      ...['-v', 'error', '-y', '-f', 'concat', '-i', join(directory, 'list')],
      ...['-vf', `fps=${fps},scale=${width}:-2:flags=lanczos`],
      ...['-c:v', 'libwebp_anim', '-quality', '55', '-compression_level', '6', '-loop', '0', file],
    ]);
    await rm(directory, { recursive: true });
    if (code !== 0) throw new Error(`the recording cannot be written: ${stderr}`);
  }
}
