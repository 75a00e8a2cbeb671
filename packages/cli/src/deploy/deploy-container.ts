import type { Cluster } from '@understudy/client';
import type { Compose, RunLimits } from './compose.js';
import { hasAllCopies, untilSo } from './until-so.js';

export interface WorkerContainer {
  readonly service: string;
  readonly container: string;
}

export interface DeployContainerOptions extends RunLimits {
  /** Told what is done next, and at the end that it is done. */
  readonly onStep: (step: string) => void;
}

/**
 * Puts a new container in the place of one of a worker, made of the image that is there now: stops the old one, which hands over before it
 * ends, removes it, has compose start what is missing of its service, and waits until as many workers are there as before and the
 * cluster has all its copies. The new one is the same worker: it takes over the data directory.
 * @throws Error that says which step failed
 */
export async function deployContainer(
  compose: Compose,
  { service, container }: WorkerContainer,
  options: DeployContainerOptions,
): Promise<void> {
  const { timeoutMs, onStep } = options;
  const before = activeIn(await compose.status(options));
  if (before < 2) throw new Error(`the number of active workers is ${before}: nobody would go on`);
  const count = (await compose.containersOf(service, options)).length;
  onStep('drains');
  const seconds = Math.ceil(timeoutMs / 1_000);
  // Above the time that the container has, which docker cuts it off after.
  const stopLimits = { ...options, timeoutMs: timeoutMs + 10_000 };
  await compose.docker(['stop', '--time', String(seconds), container], stopLimits);
  const code = (
    await compose.docker(['inspect', '--format', '{{.State.ExitCode}}', container], options)
  ).trim();
  if (code !== '0') throw new Error(`ended with ${code}, not in good order; it is left as it is`);
  await compose.docker(['rm', container], options);
  onStep('is started again');
  const scale = ['--scale', `${service}=${count}`];
  await compose.compose(['up', '--detach', '--no-deps', '--no-recreate', ...scale, service], options);
  const read = () => compose.status(options);
  await untilSo(read, options, (status) => activeIn(status) >= before, 'is not back');
  onStep('is back');
  await untilSo(read, options, hasAllCopies, 'copies are still to be made');
  onStep('done');
}

function activeIn({ workers }: Cluster): number {
  return workers.filter(({ state }) => state === 'active').length;
}
