import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { accessKeyId, type S3Faults, type S3Question, type S3Reply } from './s3-faults.js';

const program = fileURLToPath(new URL('../../dist/testing/s3-process.js', import.meta.url));
const bucket = 'archive';

/** An S3 server of its own process, with one bucket. What it stores is gone with it. */
export interface S3Server {
  /** For `UNDERSTUDY_ARCHIVE_URL`; with a prefix. */
  readonly archiveUrl: string;
  readonly endpoint: string;
  /** What the SDK's chain of credentials takes from the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly pid: number;
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

export async function startS3Server(): Promise<S3Server> {
  const child = fork(program, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('exit', () => process.off('exit', killWithUs));
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const endpoint = `http://127.0.0.1:${port}`;
  const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: 'secret' };
  await createBucket(endpoint);
  const ask = questions(child);
  return {
    archiveUrl: `s3://${bucket}/some/prefix?endpoint=${encodeURIComponent(endpoint)}`,
    endpoint,
    env,
    pid: child.pid as number,
    setFaults: async (faults) => void (await ask({ faults })),
    requests: async () => (await ask({ tell: 'requests' })).told ?? [],
    pendingUploads: async () => (await ask({ tell: 'uploads' })).told ?? [],
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
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
    credentials: { accessKeyId, secretAccessKey: 'secret' },
  });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
}
