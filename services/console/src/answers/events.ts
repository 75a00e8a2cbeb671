import { type Answer, Type } from '@understudy/schema';

/** One of `GET /admin/events`: its other fields are those of the log line. */
const eventSchema = Type.Object(
  {
    source: Type.String({ description: '`worker w1`, `router host-7`, `console`' }),
    time: Type.String({ format: 'date-time' }),
    level: Type.String(),
    event: Type.String(),
    message: Type.String(),
    video: Type.Optional(
      Type.Union([Type.String(), Type.Null()], { description: 'By the ID that players see' }),
    ),
  },
  { title: 'LoggedEvent', additionalProperties: true },
);

export interface ShownEvent extends Answer<typeof eventSchema> {
  readonly [field: string]: unknown;
}

/** `GET /admin/events`. */
export const eventsSchema = Type.Object(
  {
    away: Type.Array(Type.String(), { description: 'Sources that do not answer' }),
    events: Type.Array(eventSchema),
  },
  { title: 'LoggedEvents' },
);
