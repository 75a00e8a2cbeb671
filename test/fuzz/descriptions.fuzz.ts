import {
  canonicalDescription,
  parseDescription,
  planSegments,
  planStoryboard,
} from '@understudy/description';
import { expect } from 'vitest';
import { mediaPlaylist } from '../../services/worker/src/http/playlist.js';
import { storyboardTrack } from '../../services/worker/src/http/storyboard-track.js';
import { descriptions } from './arbitraries/descriptions.js';
import { mutatedJson, parsed } from './arbitraries/json.js';
import { fuzz, unlessRefused } from './fuzz.js';

// What is taken has one form that reads the same, and can be planned and told of.
fuzz('descriptions', mutatedJson(descriptions), (text) => {
  const input = parsed(text);
  if (input === undefined) return;
  const description = unlessRefused(() => parseDescription(input.value), 'invalid_description');
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  if (description === undefined) return;
  const canonical = canonicalDescription(description);
  expect(canonicalDescription(parseDescription(JSON.parse(canonical)))).toBe(canonical);
  const plan = planSegments(description);
  expect(plan.segmentCount).toBeGreaterThan(0);
  expect(mediaPlaylist(plan)).toContain('#EXT-X-ENDLIST');
  storyboardTrack(planStoryboard(description));
});
