import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCluster, type TestCluster } from '../cluster/start.js';
import { findBrowser, launchBrowser, seriousViolations } from './console.session.js';

const executablePath = findBrowser();

describe.skipIf(executablePath === undefined)('the console with a key that may only read', () => {
  let cluster: TestCluster;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser(executablePath as string);
    cluster = await startCluster({ workers: 2 });
  });
  afterAll(async () => {
    await browser?.close();
    await cluster?.dispose();
  });

  const operate = (method: string, path: string, body?: object, key = cluster.adminKey) =>
    fetch(cluster.console.url + path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  test('it shows everything, says that it is read only, and what would change something is off; revoked, it is out', async () => {
    const made = await operate('POST', '/admin/keys', { name: 'ada', scopes: ['admin:read'] });
    const { id, key } = (await made.json()) as { id: string; key: string };
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${cluster.console.url}/#/workers`);
    await page.getByLabel('Admin key').fill(key);
    await page.keyboard.press('Enter');
    await page.getByText('This key may only read').waitFor();
    expect(await page.locator('.who').textContent()).toBe('ada read only');
    const drain = page.getByRole('button', { name: /^Drain/ });
    await drain.nth(1).waitFor();
    for (const button of await drain.all()) {
      expect(await button.isDisabled()).toBe(true);
      expect(await button.getAttribute('title')).toBe('This key may only read.');
    }
    expect(await seriousViolations(page)).toEqual([]);
    const [worker = ''] = cluster.workers.map(({ name }) => name);
    expect((await operate('POST', `/admin/workers/${worker}/drain`, undefined, key)).status).toBe(403);

    await operate('DELETE', `/admin/keys/${id}`);
    await page.getByText('The console does not take this key any more.').waitFor({ timeout: 5_000 });
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);

    await page.getByLabel('Admin key').fill(cluster.adminKey);
    await page.keyboard.press('Enter');
    await drain.first().waitFor();
    expect(await drain.first().isEnabled()).toBe(true);
    expect(await page.getByText('This key may only read').count()).toBe(0);
  });
});
