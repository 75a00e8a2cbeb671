import type { S3Server } from '@understudy/archive/testing';
import type { RedisServer } from '@understudy/metadata-store/testing';
import { passBetween } from './chance.js';
import type { Fault, Lane } from './fault.js';

/** Of what the services ask: the metadata store, where it is a Redis, and the archive. */
export function storeFaults(redis: RedisServer | undefined): Lane {
  return { ...(redis !== undefined && redisFaults(redis)), ...archiveFaults };
}

const redisFaults = (redis: RedisServer): Lane => ({
  'Redis killed': {
    async inflict(_, random) {
      await redis.kill();
      await passBetween(random, 0, 8_000);
      await redis.restart();
    },
  },
  'Redis stopped': {
    async inflict(_, random) {
      redis.pause();
      await passBetween(random, 500, 8_000);
      redis.resume();
    },
  },
});

const archiveFaults: Lane = {
  'archive stopped': {
    async inflict({ archive }, random) {
      archive.pause();
      await passBetween(random, 1_000, 15_000);
      archive.resume();
    },
  },
  'archive answers 500': archiveWith({ status: 500 }),
  'archive cuts bodies': archiveWith({ cutAfterBytes: 50_000 }),
};

function archiveWith(faults: Parameters<S3Server['setFaults']>[0]): Fault {
  return {
    async inflict({ archive }, random) {
      await archive.setFaults(faults);
      await passBetween(random, 2_000, 15_000);
      await archive.setFaults({});
    },
  };
}
