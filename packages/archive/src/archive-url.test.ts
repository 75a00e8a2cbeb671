import { expect, test } from 'vitest';
import { parseArchiveUrl } from './archive-url.js';

test('all but the bucket may be left out, and then it is Amazon', () => {
  expect(parseArchiveUrl('s3://videos')).toEqual({
    bucket: 'videos',
    prefix: '',
    endpoint: undefined,
    region: undefined,
    pathStyle: false,
  });
});

test('with an endpoint the bucket is in the path, unless told otherwise', () => {
  const url = 's3://videos/a/b/?endpoint=https%3A%2F%2Fs3.example%3A9000%2Fs3&region=eu-central-1';
  const expected = {
    bucket: 'videos',
    prefix: 'a/b/',
    endpoint: 'https://s3.example:9000/s3',
    region: 'eu-central-1',
    pathStyle: true,
  };
  expect(parseArchiveUrl(url)).toEqual(expected);
  expect(parseArchiveUrl(`${url}&pathStyle=false`)).toEqual({ ...expected, pathStyle: false });
  expect(parseArchiveUrl('s3://videos?endpoint=http://127.0.0.1:9')).toMatchObject({
    endpoint: 'http://127.0.0.1:9',
    region: 'us-east-1',
  });
});

test.each([
  'videos',
  'http://videos',
  's3://',
  's3://UPPER_case',
  's3://key:secret@videos',
  's3://videos/a//b',
  's3://videos?endpont=http://x',
  's3://videos?endpoint=ftp://x',
  's3://videos?endpoint=http://user@x',
  's3://videos?pathStyle=yes',
])('%s is refused, and not repeated where it may be logged', (url) => {
  expect(() => parseArchiveUrl(url)).toThrow(expect.objectContaining({ code: 'invalid_configuration' }));
  expect(() => parseArchiveUrl(url)).not.toThrow(/secret/);
});
