import type { Member } from '../membership.js';

/** A member as a worker announces itself; nobody listens at its URL. */
export function testMember(id: string, change: Partial<Member> = {}): Member {
  return {
    id,
    url: `http://127.0.0.1:9/${id}`,
    zone: 'a',
    capacity: 1,
    warmth: 1,
    state: 'active',
    generators: ['ffmpeg-1'],
    pid: 42,
    ...change,
  };
}
