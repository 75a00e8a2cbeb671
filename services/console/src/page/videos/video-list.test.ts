import type { ListedVideo, Videos } from '@understudy/client';
import { expect, test } from 'vitest';
import { VideoList } from './video-list.js';

const video = (id: number): ListedVideo => ({
  ...{ id: String(id), title: null, generator: null, state: 'described' },
  ...{ sealedSegments: 0, totalSegments: null },
});

/** A console that has the videos `newest`, …, 2, 1 in pages of three. */
function listOf(newest: number) {
  const state = { newest, asked: [] as (string | undefined)[], fails: false };
  const read = async (after: string | undefined): Promise<Videos> => {
    state.asked.push(after);
    if (state.fails) throw new Error('away');
    const first = after === undefined ? state.newest : Number(after) - 1;
    const videos = [first, first - 1, first - 2].filter((id) => id > 0).map(video);
    return { videos, looked: videos.length, next: first > 3 ? String(first - 2) : null, silent: [] };
  };
  return { state, list: new VideoList({ read, onChange: () => {} }) };
}

const idsOf = (list: VideoList) => list.now.videos.map(({ id }) => Number(id));

test('page after page, until there are no more', async () => {
  const { state, list } = listOf(7);
  for (let page = 0; page < 5; page += 1) await list.readMore();
  expect(idsOf(list)).toEqual([7, 6, 5, 4, 3, 2, 1]);
  expect(list.now).toMatchObject({ more: false, looked: 7, failure: undefined });
  expect(state.asked).toEqual([undefined, '5', '2']);
});

test('one question at a time', async () => {
  const { state, list } = listOf(7);
  await Promise.all([list.readMore(), list.readMore(), list.refresh(0)]);
  expect(state.asked).toHaveLength(1);
});

test('what is in sight is asked for again; what is new comes first', async () => {
  const { state, list } = listOf(7);
  await list.readMore();
  await list.readMore();
  await list.refresh(4);
  state.newest = 8;
  await list.refresh(0);
  expect(idsOf(list)).toEqual([8, 7, 6, 5, 4, 3, 2]);
  expect(state.asked).toEqual([undefined, '5', '5', undefined]);
  state.newest = 20;
  await list.refresh(0);
  expect(idsOf(list)).toEqual([20, 19, 18]);
});

test('what was read stands when nothing comes, and it is asked for again', async () => {
  const { state, list } = listOf(7);
  await list.readMore();
  state.fails = true;
  await list.readMore();
  expect(list.now).toMatchObject({ failure: 'away.', asking: false, more: true });
  expect(idsOf(list)).toEqual([7, 6, 5]);
  state.fails = false;
  await list.readMore();
  expect(list.now).toMatchObject({ failure: undefined });
  list.stop();
  await list.readMore();
  expect(idsOf(list)).toEqual([7, 6, 5, 4, 3, 2]);
});
