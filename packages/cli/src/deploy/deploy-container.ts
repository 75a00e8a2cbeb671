import type { Cluster } from '@understudy/client';
import type { Compose, RunLimits } from './compose.js';
import { hasAllCopies, untilSo } from './until-so.js';

export interface ServiceContainer {
  readonly service: string;
  readonly container: string;
}

/** For docker itself, above the time that a container has. */
const stopMarginMs = 10_000;

/** Where nobody says how to look, it is taken for healthy. */
const healthTemplate = '{{if .State.Health}}{{.State.Health.Status}}{{else}}healthy{{end}}';

export interface DeployContainerOptions extends RunLimits {
  /** Told what is done next, and at the end that it is done. */
  readonly onStep: (step: string) => void;
}

/**
 * Puts a new container in the place of one, made of the image that is there now: stops the old one, which hands over before it
 * ends, or lets what it streams end; removes it, has compose start what is missing of its service, and waits until that is healthy, as many
 * workers are there as before and the cluster has all its copies. A new one of a worker is the same worker: it takes over the data directory.
 * @throws Error that says which step failed
 */
export async function deployContainer(
  compose: Compose,
  { service, container }: ServiceContainer,
  options: DeployContainerOptions,
): Promise<void> {
  const { timeoutMs, onStep } = options;
  const before = activeIn(await compose.status(options));
  if (before < 2) throw new Error(`the number of active workers is ${before}: nobody would go on`);
  const count = (await compose.containersOf(service, options)).length;
  onStep('drains');
  // Docker kills it after this: not sooner than its service says, which may be longer than another step may take.
  const seconds = Math.max(Math.ceil(timeoutMs / 1_000), await compose.stopTimeoutS(container, options));
  const stopLimits = { ...options, timeoutMs: seconds * 1_000 + stopMarginMs };
  await compose.docker(['stop', '--time', String(seconds), container], stopLimits);
  const [code] = await compose.inspect('{{.State.ExitCode}}', [container], options);
  if (code !== '0') throw new Error(`ended with ${code}, not in good order; it is left as it is`);
  await compose.docker(['rm', container], options);
  onStep('is started again');
  const scale = ['--scale', `${service}=${count}`];
  await compose.compose(['up', '--detach', '--no-deps', '--no-recreate', ...scale, service], options);
  const containers = await compose.containersOf(service, options);
  const readHealth = () => compose.inspect(healthTemplate, containers, options);
  await untilSo(readHealth, options, (all) => all.every((each) => each === 'healthy'), 'is not healthy');
  const read = () => compose.status(options);
  await untilSo(read, options, (status) => activeIn(status) >= before, 'is not back');
  onStep('is back');
  await untilSo(read, options, hasAllCopies, 'copies are still to be made');
  onStep('done');
}

function activeIn({ workers }: Cluster): number {
  return workers.filter(({ state }) => state === 'active').length;
}
