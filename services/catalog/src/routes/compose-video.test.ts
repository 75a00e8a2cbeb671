import { expect, test } from 'vitest';
import { startCatalog } from '../testing/start-catalog.js';

test('a viewer is never given the same video twice; another viewer may get what exists', async () => {
  const { post } = await startCatalog();
  const compose = async (viewer: string) => {
    const answer = await post('/v1/compose', { viewer, request: { duration: 8, theme: 'fractal' } });
    return { status: answer.statusCode, id: answer.json().id as string };
  };
  const given = [];
  for (let turn = 0; turn < 30; turn += 1) given.push(await compose('ada'));
  expect(new Set(given.map(({ id }) => id)).size).toBe(30);
  expect(given.every(({ status }) => status === 201)).toBe(true);
  expect(await compose('grace')).toEqual({ status: 200, id: given[0]?.id });
});

test('composed descriptions are what was asked for', async () => {
  const { post, get } = await startCatalog();
  const request = { title: "Ada's <own>", duration: 61.5, width: 320, height: 180, fps: 24 };
  const { id } = (await post('/v1/compose', { viewer: 'ada', request })).json();
  const video = (await get(`/v1/videos/${id}`)).json();
  expect(video.durationSeconds).toBe(61.5);
  expect(video.description).toMatchObject({ title: "Ada's <own>", width: 320, height: 180, fps: 24 });
});

test.each([
  ['no viewer', { request: {} }, '/viewer'],
  ['an empty viewer', { viewer: '', request: {} }, '/viewer'],
  ['no request', { viewer: 'ada' }, '/request'],
  ['too long', { viewer: 'ada', request: { duration: 601 } }, '/request/duration'],
  ['too wide', { viewer: 'ada', request: { width: 1922 } }, '/request/width'],
  ['an unknown theme', { viewer: 'ada', request: { theme: 'cats' } }, '/request/theme'],
  ['an unknown field', { viewer: 'ada', request: { colour: 'red' } }, '/request/colour'],
])('%s is refused with its path', async (_what, body, path) => {
  const { post } = await startCatalog();
  const answer = await post('/v1/compose', body);
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ code: 'bad_request', errors: [{ path }] });
});
