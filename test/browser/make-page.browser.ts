import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../cluster/until.js';
import { seriousViolations } from './console.session.js';
import { Stage, whySkipped } from './stage.js';

/** For the README; written anew with UPDATE_PICTURES. */
const pictureFile = fileURLToPath(new URL('../../docs/images/make.png', import.meta.url));

/** So long a busy machine may take to make what is played. */
const patienceMs = 90_000;

describe.skipIf(whySkipped !== undefined)('the page where videos are made', () => {
  let stage: Stage;
  let origin: string;
  const complaints: string[] = [];
  const asked: string[] = [];

  beforeAll(async () => {
    stage = await Stage.open({});
    origin = stage.cluster.routers[0]?.url as string;
  });
  afterAll(() => stage?.close());

  async function openMake(options: Parameters<Stage['openWindow']>[0] = {}): Promise<Page> {
    complaints.length = 0;
    const page = await stage.openWindow(options);
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => complaints.push(`${error.stack}`));
    page.on('console', (message) => {
      // A refusal of the service is one of the page's cases, and an error to the browser.
      const isPolicy = /Content Security Policy|Trusted/i.test(message.text());
      if (message.type() === 'error' && isPolicy) complaints.push(message.text());
    });
    await page.goto(`${origin}/make`);
    await page.getByRole('button', { name: 'Make it' }).waitFor();
    return page;
  }

  const editorOf = (page: Page) => page.getByRole('textbox', { name: 'Description as JSON' });
  /** CodeMirror takes no Enter for the first 75 ms, which may be meant for the line, and tells nobody when they are over. */
  const accept = async (page: Page, label: string) => {
    await page.getByRole('option', { name: label }).waitFor();
    await page.waitForTimeout(200);
    await page.keyboard.press('Enter');
  };
  const playsIn = (page: Page) =>
    until(
      'the preview plays',
      () =>
        page
          .frameLocator('iframe')
          .locator('video')
          .evaluate((video: HTMLVideoElement) => video.currentTime > 1 && !video.paused),
      patienceMs,
    );

  test('a wrong field is told at the field, in the form and in the JSON', async () => {
    const page = await openMake();
    const seconds = page.getByLabel('Seconds').first();
    await seconds.fill('500');
    await page.getByText('must be a number from 0.25 to 120, is 500').first().waitFor();
    expect(await seconds.getAttribute('aria-invalid')).toBe('true');
    const told = page.locator(`#${await seconds.getAttribute('aria-describedby')}`);
    expect(await told.textContent()).toBe('must be a number from 0.25 to 120, is 500');
    expect(await seriousViolations(page)).toEqual([]);

    await page.getByRole('button', { name: '/scenes/0/duration' }).click();
    await editorOf(page).waitFor();
    const marked = page.locator('.cm-lintRange-error');
    await marked.waitFor();
    expect(await marked.textContent()).toBe('500');
    await until('the field is gone to', () =>
      page.evaluate(() => {
        const root = document.querySelector('.json')?.shadowRoot;
        return root?.activeElement?.classList.contains('cm-content') === true;
      }),
    );
    expect(await seriousViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('what only the service knows is told at the field too', async () => {
    const page = await openMake();
    await page.getByLabel('API key').fill(stage.cluster.apiKey);
    await page.getByLabel('Shows').first().selectOption('clip');
    await page.getByText('/scenes/0/source/name').waitFor();
    await page.getByRole('radio', { name: 'JSON' }).check();
    await editorOf(page).fill(
      JSON.stringify({
        ...{ title: 'No such clip', width: 320, height: 180, fps: 30 },
        scenes: [{ duration: 2, source: { type: 'clip', name: 'nowhere.mp4' } }],
      }),
    );
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('button', { name: /\/scenes\/0\/source\/name .*nowhere\.mp4/ }).waitFor();
    expect(await page.locator('.cm-lintRange-error').textContent()).toBe('"nowhere.mp4"');
    await page.close();
  });

  test('the schema completes names and values by keyboard', async () => {
    const page = await openMake();
    await page.getByRole('radio', { name: 'JSON' }).check();
    await editorOf(page).fill('');
    await page.keyboard.type('{"scenes": [{"source": {"ty');
    await accept(page, '"type"');
    await page.keyboard.type('"gra');
    await accept(page, '"gradients"');
    await page.keyboard.type(', "sh');
    await page.getByRole('option', { name: '"shape"' }).waitFor();
    expect(await page.getByRole('option').allTextContents()).not.toContain('"rule"');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('an example is made, its preview plays, and it is made again for a viewer', async () => {
    const page = await openMake({ viewport: { width: 1_280, height: 1_000 } });
    await page.getByLabel('API key').fill('not the key of this');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('This is no API key of this service.').waitFor();
    await page.getByLabel('API key').fill(stage.cluster.apiKey);
    await page.getByLabel('Title').fill('Made in a page');
    await page.getByLabel('Size').selectOption('640×360');
    await page.getByRole('button', { name: 'Make it' }).click();
    await playsIn(page);
    await page.getByText(/^\d+ of \d+ segments are made\.$|It is complete\./).waitFor();
    if (process.env['UPDATE_PICTURES'] !== undefined) await page.screenshot({ path: pictureFile });
    expect(await page.getByLabel('To share it').inputValue()).toMatch(/\/watch\/\w{24}$/);
    expect(await seriousViolations(page)).toEqual([]);
    await page.locator('[data-state=complete]').waitFor({ timeout: patienceMs });

    const first = await page.getByLabel('To share it').inputValue();
    await page.getByRole('radio', { name: 'For a viewer' }).check();
    await page.getByLabel('Seconds').fill('5');
    await page.getByRole('button', { name: 'Make it' }).click();
    await until(
      'there is another',
      async () => (await page.getByLabel('To share it').inputValue()) !== first,
    );
    await playsIn(page);
    await page.getByRole('radio', { name: 'JSON' }).check();
    expect(await editorOf(page).textContent()).toContain('"For you"');
    expect(asked.filter((url) => url.includes(stage.cluster.apiKey))).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each(['light', 'dark'] as const)('%s on a phone nothing keeps anybody out', async (colorScheme) => {
    const page = await openMake({ colorScheme, viewport: { width: 390, height: 780 } });
    for (const way of ['Form', 'JSON', 'For a viewer']) {
      await page.getByRole('radio', { name: way }).check();
      expect(await seriousViolations(page), way).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), way).toBeLessThanOrEqual(390);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });
});
