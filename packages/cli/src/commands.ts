import type { Run } from './define-command.js';
import { refuse } from './refuse.js';

export interface Command {
  readonly summary: string;
  /** What may stand behind its name, for shells that complete it. */
  readonly verbs?: readonly string[];
  /** It takes no `--json`. */
  readonly isForPeople?: true;
  /** Loads what it needs only when it is called. */
  readonly load: () => Promise<Run>;
}

/** All commands, in the order in which they are shown. */
export const commands: Readonly<Record<string, Command>> = {
  up: {
    summary: 'run a cluster on this machine',
    isForPeople: true,
    load: async () => {
      const [{ up }, { readUpArguments, readUpOptions, upUsage }] = await Promise.all([
        import('./up.js'),
        import('./up-options.js'),
      ]);
      return async (args, env, terminal) => {
        const asked = readUpArguments(args);
        if (typeof asked === 'string') return refuse(asked, upUsage, terminal);
        return up(readUpOptions(asked, env), terminal);
      };
    },
  },
  make: {
    summary: 'create a video and watch how it is made',
    load: async () => (await import('./make/make-command.js')).makeCommand,
  },
  status: {
    summary: 'show the workers, what they do and have',
    load: async () => (await import('./show/status-command.js')).statusCommand,
  },
  workers: {
    summary: 'show what each worker is',
    load: async () => (await import('./show/workers-command.js')).workersCommand,
  },
  streams: {
    summary: 'show who plays what, from which worker',
    load: async () => (await import('./show/streams-command.js')).streamsCommand,
  },
  'end-stream': {
    summary: 'cut an open response',
    load: async () => (await import('./end-stream/end-stream-command.js')).endStreamCommand,
  },
  events: {
    summary: 'show what happened, and what happens',
    load: async () => (await import('./events/events-command.js')).eventsCommand,
  },
  ring: {
    summary: 'show how the slots are spread over the workers',
    load: async () => (await import('./show/ring-command.js')).ringCommand,
  },
  locate: {
    summary: 'say where a video belongs, and who has it',
    load: async () => (await import('./show/locate-command.js')).locateCommand,
  },
  videos: {
    summary: 'show what is described, and find in it',
    load: async () => (await import('./videos/videos-command.js')).videosCommand,
  },
  drain: {
    summary: 'have a worker hand over what it does and has, and end',
    load: async () => (await import('./drain/drain-command.js')).drainCommand,
  },
  activate: {
    summary: 'undo drain',
    load: async () => (await import('./drain/activate-command.js')).activateCommand,
  },
  deploy: {
    summary: 'put a new version of the workers in place, one after the other',
    load: async () => (await import('./deploy/deploy-command.js')).deployCommand,
  },
  metadata: {
    summary: 'move descriptions between metadata stores',
    isForPeople: true,
    load: async () => (await import('./metadata/metadata-command.js')).metadataCommand,
  },
  replication: {
    summary: 'tell or set which videos get a second copy',
    load: async () => (await import('./replication/replication-command.js')).replicationCommand,
  },
  keys: {
    summary: 'tell, make and end the keys of applications and operators',
    verbs: ['list', 'create', 'rotate', 'revoke'],
    load: async () => (await import('./keys/keys-command.js')).keysCommand,
  },
  doctor: {
    summary: 'look at what a service on this machine would need, and at the cluster',
    load: async () => (await import('./doctor/doctor-command.js')).doctorCommand,
  },
  evict: {
    summary: 'have the copies of a video removed',
    load: async () => (await import('./evict/evict-command.js')).evictCommand,
  },
  token: {
    summary: 'sign a token that admits to a video, where playback is signed',
    load: async () => (await import('./playback/token-command.js')).tokenCommand,
  },
  revoke: {
    summary: 'have playback tokens refused',
    load: async () => (await import('./playback/revoke-command.js')).revokeCommand,
  },
  regenerate: {
    summary: 'have a video made again from its description',
    load: async () => (await import('./videos/regenerate-command.js')).regenerateCommand,
  },
  delete: {
    summary: 'delete a video for good',
    isForPeople: true,
    load: async () => (await import('./videos/delete-command.js')).deleteCommand,
  },
  scrub: {
    summary: 'have workers read all that they have stored, and replace what is damaged',
    load: async () => (await import('./scrub/scrub-command.js')).scrubCommand,
  },
  completion: {
    summary: 'print what makes a shell complete commands',
    isForPeople: true,
    load: async () => (await import('./completion/completion-command.js')).completionCommand,
  },
};
