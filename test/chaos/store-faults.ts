import type { S3Server } from '@understudy/archive/testing';
import type { RedisServer } from '@understudy/metadata-store/testing';
import { between, type Fault, type Lane } from './faults.js';

/** Of what the services ask: the metadata store, where it is a Redis, and the archive. */
export function storeFaults(redis: RedisServer | undefined): Lane {
  return { ...(redis !== undefined && redisFaults(redis)), ...archiveFaults };
}

const redisFaults = (redis: RedisServer): Lane => ({
  'Redis killed': {
    async inflict(stage) {
      await redis.kill();
      await between(stage, 0, 8_000);
      await redis.restart();
    },
  },
  'Redis stopped': {
    async inflict(stage) {
      redis.pause();
      await between(stage, 500, 8_000);
      redis.resume();
    },
  },
});

const archiveFaults: Lane = {
  'archive stopped': {
    async inflict(stage) {
      stage.archive.pause();
      await between(stage, 1_000, 15_000);
      stage.archive.resume();
    },
  },
  'archive answers 500': answering({ status: 500 }),
  'archive cuts bodies': answering({ cutAfterBytes: 50_000 }),
};

function answering(faults: Parameters<S3Server['setFaults']>[0]): Fault {
  return {
    async inflict(stage) {
      await stage.archive.setFaults(faults);
      await between(stage, 2_000, 15_000);
      await stage.archive.setFaults({});
    },
  };
}
