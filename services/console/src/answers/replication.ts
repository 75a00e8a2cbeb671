import { type Answer, Type } from '@understudy/schema';
import { count } from './parts.js';

const policy = Type.Enum(['always', 'hot', 'deploy', 'never']);
const by = Type.Enum(['copy', 'generate']);

/** `GET|PUT /admin/replication`. */
export const replicationSchema = Type.Object(
  {
    policy: Type.Union([policy, Type.Null()], {
      description: "Null where none is set: then each worker's own configuration holds",
    }),
    by: Type.Union([by, Type.Null()]),
    leftS: Type.Optional(count('Where it is set for a time: how long it holds')),
    afterwards: Type.Optional(Type.Union([Type.Object({ policy, by }), Type.Null()])),
  },
  { title: 'Replication' },
);

export type ReplicationAnswer = Answer<typeof replicationSchema>;
