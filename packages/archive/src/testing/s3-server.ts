import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { archiveKeys } from '../archive-keys.js';
import { accessKeyId, type S3Faults, type S3Question, type S3Reply } from './s3-faults.js';

const program = fileURLToPath(new URL('../../dist/testing/s3-process.js', import.meta.url));
const bucket = 'archive';
const prefix = 'some/prefix/';
const secretAccessKey = 'secret';

/** An S3 server of its own process, with one bucket. What it stores is gone with it. Its credentials are in the environment while it runs. */
export interface S3Server {
  /** For `UNDERSTUDY_ARCHIVE_URL`; with a prefix. */
  readonly archiveUrl: string;
  /** The URLs of an artifact's objects; a request for one has `signed` among its headers. */
  objectsOf(artifactId: string): { readonly manifest: string; readonly video: string };
  setFaults(faults: S3Faults): Promise<void>;
  /** `METHOD /bucket/key?query` of every request so far. */
  requests(): Promise<readonly string[]>;
  /** The multipart uploads that are neither completed nor aborted. */
  pendingUploads(): Promise<readonly string[]>;
  /** SIGSTOP: it accepts connections and answers nothing. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
  /** Ends it; its port refuses connections then. */
  stop(): Promise<void>;
}

/** Whose a plain request is; its signature is not looked at. */
export const signed = { authorization: `Credential=${accessKeyId}/` };

/** Starts one on a free port of 127.0.0.1. One at a time in a process: the environment has room for one. */
export async function startS3Server(): Promise<S3Server> {
  const child = fork(program, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('exit', () => process.off('exit', killWithUs));
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const endpoint = `http://127.0.0.1:${port}`;
  await createBucket(endpoint);
  const ask = questions(child);
  const restoreEnv = setEnv({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
  const { video, manifest } = archiveKeys(prefix);
  return {
    archiveUrl: `s3://${bucket}/${prefix}?endpoint=${encodeURIComponent(endpoint)}`,
    objectsOf: (artifactId) => ({
      manifest: `${endpoint}/${bucket}/${manifest(artifactId)}`,
      video: `${endpoint}/${bucket}/${video(artifactId)}`,
    }),
    setFaults: async (faults) => void (await ask({ faults })),
    requests: async () => (await ask({ tell: 'requests' })).told ?? [],
    pendingUploads: async () => (await ask({ tell: 'uploads' })).told ?? [],
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
    async stop() {
      restoreEnv();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Sets variables, and returns what sets them back. */
function setEnv(env: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  return () => {
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  };
}

type Unnumbered<T> = T extends { id: number } ? Omit<T, 'id'> : never;

function questions(child: ChildProcess): (question: Unnumbered<S3Question>) => Promise<S3Reply> {
  const waiting = new Map<number, (reply: S3Reply) => void>();
  let asked = 0;
  child.on('message', (reply: S3Reply) => waiting.get(reply.id)?.(reply));
  return (question) =>
    new Promise((resolve) => {
      asked += 1;
      const id = asked;
      waiting.set(id, resolve);
      child.send({ id, ...question });
    });
}

async function createBucket(endpoint: string): Promise<void> {
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
}
