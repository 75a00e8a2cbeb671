import { type FieldError, isUnderstudyError } from '@understudy/errors';
import { describe, expect, test } from 'vitest';
import { limits, parseDescription } from './index.js';
import { replaced } from './testing/replaced.js';

const scene = {
  duration: 2,
  source: { type: 'clip', name: 'a.mp4', start: 1 },
  text: { value: 'Hello' },
  audio: { type: 'tone', frequencyHz: 440 },
  fade: { in: 0.5 },
};
const good = { title: 'Good', width: 320, height: 180, fps: 30, scenes: [scene] };
const still = { type: 'still', color: '#000000' };

const top: readonly [at: string, by: unknown, message: RegExp][] = [
  ['title', undefined, /is missing/],
  ['title', '', /1 to 200 characters, has 0/],
  ['title', 'x'.repeat(201), /1 to 200 characters, has 201/],
  ['title', 'two\nlines', /printable characters on one line/],
  ['title', 5, /must be a string, is a number/],
  ['width', undefined, /is missing/],
  ['width', 321, /an even number from 64 to 1920, is 321/],
  ['width', 62, /from 64 to 1920, is 62/],
  ['width', 1922, /from 64 to 1920, is 1922/],
  ['width', 1e300, /from 64 to 1920, is 1e\+300/],
  ['width', '320', /is a string/],
  ['height', 1082, /from 64 to 1080, is 1082/],
  ['height', Number.NaN, /is NaN/],
  ['height', Number.POSITIVE_INFINITY, /is Infinity/],
  ['height', -180, /is -180/],
  ['height', 180.5, /is 180.5/],
  ['fps', 29.97, /one of 24, 25, 30, 50, 60, is 29.97/],
  ['fps', 0, /is 0/],
  ['fps', '30', /is "30"/],
  ['scenes', [], /1 to 100 items, has 0/],
  ['scenes', Array(101).fill(scene), /1 to 100 items, has 101/],
  ['scenes', {}, /must be an array, is an object/],
  ['scenes', Array(16).fill({ ...scene, duration: 119 }), /at most 1800 s together, last 1904 s/],
  ['constructor', 1, /not a known field; known are title, width, height, fps, scenes/],
];

const clipName = /must be a plain file name of letters, digits, dots, hyphens and underscores, 1 to 100 char/;

/** `at`: what is replaced within the scene. `names`: the field that the answer names, where it is another. */
const inScene: readonly [at: string, by: unknown, message: RegExp, names?: string][] = [
  ['', null, /must be an object, is null/],
  ['', [], /must be an object, is an array/],
  ['duration', undefined, /is missing/],
  ['duration', 0.1, /from 0.25 to 1800, is 0.1/],
  ['duration', 121, /from 0.25 to 120, is 121/],
  ['source', undefined, /is missing/],
  ['source', 'clip', /must be an object, is a string/],
  ['source', {}, /one of "mandelbrot", .*"program", is missing/, 'source/type'],
  ['source', { type: 'movie', secret: 1 }, /is "movie"/, 'source/type'],
  ['source', { type: 'constructor' }, /is "constructor"/, 'source/type'],
  ['source', still, /"clip" only where the source is a clip/, 'audio/type'],
  ['source/name', undefined, /is missing/],
  ['source/name', '../../etc/passwd', clipName],
  ['source/name', '/etc/passwd', clipName],
  ['source/name', '..', clipName],
  ['source/name', '.hidden', clipName],
  ['source/name', '-i', clipName],
  ['source/name', 'a\u0000.mp4', clipName],
  ['source/name', 'http://host/a', clipName],
  ['source/name', 'a.mp4\n', clipName],
  ['source/name', 'a'.repeat(101), clipName],
  ['source/start', -1, /from 0 to 86400, is -1/],
  ['source/seed', 1, /not a known field; known are type, name, start/],
  ['source', { type: 'life', seed: 2 ** 32 }, /whole number from 0 to 4294967295/, 'source/seed'],
  ['source', { type: 'life', seed: 1, rule: 'B3/S23:filename=x' }, /a rule such as B3\/S23/, 'source/rule'],
  ['source', { type: 'gradients', colors: ['#000000'] }, /2 to 8 items, has 1/, 'source/colors'],
  ['source', { type: 'gradients', colors: ['#000000', 'red'] }, /a colour such as/, 'source/colors/1'],
  ['source', { type: 'testcard', card: 'movie=/etc/passwd' }, /one of "testsrc2"/, 'source/card'],
  ['text/value', '', /1 to 500 characters, has 0/],
  ['text/value', 'x'.repeat(100_000), /1 to 500 characters, has 100000/],
  ['text/value', 'a\u0000b', /printable characters and newlines/],
  ['text/value', 'a\u001b[31m', /printable/],
  ['text/value', 'half \ud800 a pair', /printable/],
  ['text/value', '\n'.repeat(20), /at most 20 lines, has 21/],
  ['text/sizePx', 401, /from 8 to 400, is 401/],
  ['text/position', 'x=1', /one of "top-left"/],
  ['text/box', 1, /true or false, is a number/],
  ['text/a~1b~0', 1, /not a known field/],
  ['audio/frequencyHz', 20_000, /from 20 to 16000/],
  ['audio', { type: 'noise' }, /is missing/, 'audio/seed'],
  ['fade', { in: 1, out: 1.5 }, /together must be at most the scene's 2 s, are 2.5 s/],
  ['fade/in', -1, /from 0 to 120, is -1/],
];

function keysOf(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer.split('/').map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function fieldErrorsOf(input: unknown): readonly FieldError[] | undefined {
  try {
    parseDescription(input);
  } catch (error) {
    if (isUnderstudyError(error, 'invalid_description')) return error.fieldErrors;
    throw error;
  }
  return [];
}

describe('a malformed description names the field and what would be right', () => {
  test.each(top)('%# /%s', (at, by, message) => {
    const errors = fieldErrorsOf(replaced(good, [at], by));
    expect(errors).toEqual([{ path: `/${at}`, message: expect.stringMatching(message) }]);
  });

  test.each(inScene)('%# /scenes/1/%s', (at, by, message, names = at) => {
    const wrong = { ...scene, ...(by === still && { audio: { type: 'clip' } }) };
    const errors = fieldErrorsOf({ ...good, scenes: [scene, replaced(wrong, keysOf(at), by)] });
    const path = `/scenes/1${names && `/${names}`}`;
    expect(errors).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  test('/__proto__ is a field like any other', () => {
    const text = JSON.stringify(good).replace('{', '{"__proto__":{"width":1},');
    expect(fieldErrorsOf(JSON.parse(text))).toEqual([
      { path: '/__proto__', message: expect.stringContaining('not a known field') },
    ]);
  });

  test.each([null, undefined, 5, 'text', [], true])('%s is no object', (input) => {
    expect(fieldErrorsOf(input)).toEqual([
      { path: '', message: expect.stringContaining('must be an object') },
    ]);
  });

  test('a hostile input makes a short answer', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => [`field ${i} ${'x'.repeat(200)}`, i]);
    const errors = fieldErrorsOf({ ...good, ...Object.fromEntries(many) });
    expect(errors).toHaveLength(limits.fieldErrors);
    expect(JSON.stringify(errors).length).toBeLessThan(5000);
  });
});
