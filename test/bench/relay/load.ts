import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpuSeconds } from '../cpu.js';
import type { HttpProcess } from './proxies.js';

export interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

type Headers = readonly (readonly [string, string])[];

/** Seconds and the proxy's CPU seconds while `work` runs. */
export async function costOf(proxy: HttpProcess, work: () => Promise<void>): Promise<Cost> {
  const cpuBefore = await cpuSeconds([proxy]);
  const startMs = performance.now();
  await work();
  return {
    seconds: (performance.now() - startMs) / 1_000,
    cpuSeconds: (await cpuSeconds([proxy])) - cpuBefore,
  };
}

/** `clients` at once download a URL `times` times each, and fail unless all of it came. */
export async function download(
  url: string,
  clients: number,
  times: number,
  bytes: number,
  headers: Headers = [],
): Promise<void> {
  const download = async () => {
    const curl = await run('curl', [
      '-sf',
      ...told(headers),
      '-w',
      '%{size_download}\n',
      ...Array.from({ length: times }, () => ['-o', '/dev/null', url]).flat(),
    ]);
    const sizes = curl.trim().split('\n');
    if (sizes.length !== times || sizes.some((size) => Number(size) !== bytes))
      throw new Error(`${url}: came ${sizes.join()}, should be ${bytes} each`);
  };
  await Promise.all(Array.from({ length: clients }, download));
}

/** Requests that wrk completed in `seconds` with `connections` kept alive. */
export async function requests(
  url: string,
  connections: number,
  seconds: number,
  headers: Headers = [],
): Promise<number> {
  const load = ['-t', '1', '-c', String(connections), '-d', `${seconds}s`];
  const output = await run('wrk', [...load, ...told(headers), url]);
  if (/Non-2xx|Socket errors/.test(output)) throw new Error(output);
  return Number(/(\d+) requests in/.exec(output)?.[1]);
}

/** curl and wrk take them alike. */
function told(headers: Headers): string[] {
  return headers.flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
}

async function run(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${output}`);
  return output;
}
