import { relative } from 'node:path';
import { ApiError, type Problem } from '@understudy/client';
import type { Cluster, ClusterEvent } from './cluster.js';
import { howItEnded } from './process/service-process.js';

/** What a person is told when the cluster is up. Paths are shown relative to `workingDir`. */
export function welcome(cluster: Cluster, workingDir: string): string {
  const { url = '' } = cluster.routers[0] ?? {};
  const show = (path: string) => relative(workingDir, path) || '.';
  return `
Understudy is up: ${url}

Have a video made that nobody has seen, and play it while it is made:

  ID=$(curl -s ${url}/v1/videos -H 'X-API-Key: ${cluster.apiKey}' \\
    -H 'Content-Type: application/json' -d @examples/description.json | grep -o '"id":"[^"]*' | cut -d'"' -f4)
  curl -s ${url}/v/$ID/video.mp4 -o video.mp4        # or in a browser: ${url}/watch/$ID

Kill a worker while it plays:

${cluster.workers.map(({ name, pid }) => `  kill -9 ${pid}   # ${name}`).join('\n')}

Which one plays it: ${cluster.console.url} (the admin key is in ${show(`${cluster.dataDir}/cluster.json`)})
Logs: ${show(`${cluster.dataDir}/logs`)}
Ctrl-C ends it all.
`;
}

/** One line for what happened. */
export function eventLine(event: ClusterEvent): string {
  switch (event.type) {
    case 'died':
      return `${event.name} (process ${event.pid}) ${howItEnded(event.exit)}; its log is ${event.logFile}${again(event)}`;
    case 'ended':
      return `${event.name} (process ${event.pid}) has ended in good order${again(event)}`;
    case 'restarted':
      return `${event.name} runs again as process ${event.pid}`;
    case 'not restarted':
      return `${event.name} could not be started again: ${messageOf(event.error)}\nIt is tried again in ${event.againInMs / 1000} s.`;
    case 'file not written':
      return `cluster.json could not be written: ${messageOf(event.error)}`;
  }
}

function again({ againInMs }: { readonly againInMs: number | undefined }): string {
  return againInMs === undefined ? '' : `. It is started again in ${againInMs / 1000} s.`;
}

/** Errors of ours say in their message what to do; of others it is all there is. Several faults of one answer have a line each. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError && (error.problem?.errors?.length ?? 0) > 1) {
    const { title, detail, errors = [] } = error.problem as Problem;
    const lines = errors.map(({ path, message }) => `  ${path.slice(1)} ${message}`);
    return [detail === undefined ? title : `${title} ${detail}`, ...lines].join('\n');
  }
  return error instanceof Error ? error.message : String(error);
}
