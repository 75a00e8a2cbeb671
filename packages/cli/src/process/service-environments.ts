import { createHmac } from 'node:crypto';
import type { ClusterOptions } from '../cluster.js';
import type { ClusterKeys } from '../data-dir/cluster-keys.js';

type Environment = Record<string, string>;

/** What a program needs of the machine, and nothing else of the launcher's environment. */
const machineVariables = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'NODE_EXTRA_CA_CERTS'] as const;

/** Credentials and region of the archive, as the AWS SDK finds them; for the workers alone. */
const archiveVariables = /^AWS_[A-Z0-9_]+$/;

export interface EnvironmentFacts {
  readonly options: ClusterOptions;
  readonly keys: ClusterKeys;
  /** With an absolute path where it is LMDB. */
  readonly metadataUrl: string;
  readonly libraryDir: string;
  readonly machine: NodeJS.ProcessEnv;
}

/** The environment of each service: each gets the secrets it works with and no other. */
export function serviceEnvironments({ options, keys, metadataUrl, libraryDir, machine }: EnvironmentFacts) {
  const common: Environment = {
    ...pickDefined(machine, machineVariables),
    UNDERSTUDY_HOST: '127.0.0.1',
    UNDERSTUDY_PORT: '0',
    UNDERSTUDY_METADATA_URL: metadataUrl,
    ...options.env,
    // What has no certificate asks there whether a service is ready.
    ...(options.env?.['UNDERSTUDY_PEER_TLS_CERT'] !== undefined && { UNDERSTUDY_HEALTH_PORT: '0' }),
  };

  const { routerPort = 0 } = options;
  // For links: a port that is taken as it comes is not known yet.
  const publicUrl = options.publicUrl ?? (routerPort === 0 ? undefined : `http://127.0.0.1:${routerPort}`);

  const playback = playbackSecrets(options, keys);

  return {
    catalog: (): Environment => ({
      ...common,
      ...playback,
      UNDERSTUDY_ID_KEYS: keys.idKeys,
      UNDERSTUDY_API_KEYS: keys.apiKey,
      UNDERSTUDY_LIBRARY: libraryDir,
      ...(options.publicUrl !== undefined && { UNDERSTUDY_PUBLIC_URL: options.publicUrl }),
      ...(options.webhooks !== undefined && { UNDERSTUDY_WEBHOOKS: options.webhooks }),
    }),

    console: (): Environment => ({
      ...common,
      UNDERSTUDY_ID_KEYS: keys.idKeys,
      UNDERSTUDY_ADMIN_KEY: keys.adminKey,
      UNDERSTUDY_PLACEMENT_KEY: keys.placementKey,
      UNDERSTUDY_PEER_SECRET: keys.peerSecret,
      ...(publicUrl !== undefined && { UNDERSTUDY_PUBLIC_URL: publicUrl }),
      // All of them are processes of this machine: the console has a button that kills one.
      UNDERSTUDY_KILL_WORKERS: 'own-machine',
    }),

    router: (port: number, catalogUrl: string): Environment => ({
      // Nobody at a terminal waits longer for streams to end.
      UNDERSTUDY_DRAIN_DEADLINE_MS: '5000',
      ...common,
      ...playback,
      ...(options.routerHost !== undefined && { UNDERSTUDY_HOST: options.routerHost }),
      UNDERSTUDY_PORT: String(port),
      UNDERSTUDY_ADMIN_PORT: '0',
      UNDERSTUDY_CATALOG_URL: catalogUrl,
      UNDERSTUDY_ID_KEYS: keys.idKeys,
      UNDERSTUDY_PLACEMENT_KEY: keys.placementKey,
      UNDERSTUDY_PEER_SECRET: keys.peerSecret,
    }),

    worker: (id: string, dataDir: string, zone: string | undefined): Environment => ({
      ...common,
      UNDERSTUDY_WORKER_ID: id,
      UNDERSTUDY_DATA: dataDir,
      UNDERSTUDY_PLACEMENT_KEY: keys.placementKey,
      UNDERSTUDY_PEER_SECRET: keys.peerSecret,
      UNDERSTUDY_LIBRARY: libraryDir,
      ...(zone !== undefined && { UNDERSTUDY_ZONE: zone }),
      ...(options.archiveUrl !== undefined && {
        ...pickDefined(
          machine,
          Object.keys(machine).filter((name) => archiveVariables.test(name)),
        ),
        UNDERSTUDY_ARCHIVE_URL: options.archiveUrl,
      }),
      ...options.workerEnv?.(id),
    }),
  };
}

/** What tokens are signed with: what is named, or where playback is signed and no keys are named a secret that only this cluster has. */
function playbackSecrets({ env, playbackSecrets: named }: ClusterOptions, keys: ClusterKeys): Environment {
  if (named !== undefined) return { UNDERSTUDY_PLAYBACK_SECRETS: named };
  if (env?.['UNDERSTUDY_PLAYBACK'] !== 'signed' || env['UNDERSTUDY_PLAYBACK_JWKS']) return {};
  const secret = createHmac('sha256', keys.peerSecret).update('playback tokens').digest('base64');
  return { UNDERSTUDY_PLAYBACK_SECRETS: `local:${secret}` };
}

function pickDefined(from: NodeJS.ProcessEnv, names: readonly string[]): Environment {
  return Object.fromEntries(
    names.flatMap((name): [string, string][] => {
      const value = from[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
