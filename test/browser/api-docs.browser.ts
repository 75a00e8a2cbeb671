import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createVideo, smallVideo } from '../cluster/videos.js';
import { Stage, whySkipped } from './stage.js';

let stage: Stage;
beforeAll(async () => {
  if (whySkipped === undefined) stage = await Stage.open({ workers: 1 });
});
afterAll(() => stage?.close());

/** Opens a page of documents; gives what the browser asked for elsewhere, and what it complained of. */
async function openDocs(url: string): Promise<{ page: Page; elsewhere: string[]; complaints: string[] }> {
  const page = await stage.openWindow();
  const elsewhere: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    const asked = new URL(request.url());
    if (asked.protocol !== 'data:' && asked.origin !== new URL(url).origin) elsewhere.push(asked.href);
  });
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return { page, elsewhere, complaints };
}

/** Opens an operation, tries it with these values of its parameters, and gives the answer's status. */
async function tryOut(
  page: Page,
  path: string,
  values: Readonly<Record<string, string>>,
): Promise<string | null> {
  const operation = page.locator('.opblock-get').filter({ has: page.locator(`[data-path="${path}"]`) });
  await operation.locator('.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  for (const [name, value] of Object.entries(values))
    await operation.locator(`tr[data-param-name="${name}"] input`).fill(value);
  await operation.getByRole('button', { name: 'Execute' }).click();
  return operation.locator('.live-responses-table .response-col_status').last().textContent();
}

test.skipIf(whySkipped !== undefined)(
  'the public document is shown by the router, under its own policy, from its own origin, and can be tried',
  async () => {
    const { cluster } = stage;
    const { id, mp4 } = await createVideo(cluster, smallVideo('documented'));
    const { page, elsewhere, complaints } = await openDocs(new URL('/v1/docs', mp4).href);
    await page.getByRole('heading', { name: 'Understudy' }).waitFor();
    expect(await tryOut(page, '/v1/videos/{id}', { id })).toContain('200');
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  },
);

test.skipIf(whySkipped !== undefined)(
  'the admin document is shown by the console, and can be tried with the key',
  async () => {
    const { cluster } = stage;
    const { page, elsewhere, complaints } = await openDocs(`${cluster.console.url}/admin/docs`);
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    const dialog = page.locator('.modal-ux');
    const key = dialog.getByLabel('auth-bearer-value');
    await key.fill(cluster.adminKey);
    await dialog
      .locator('form')
      .filter({ has: page.getByLabel('auth-bearer-value') })
      .locator('button.authorize')
      .click();
    await dialog.locator('.modal-btn.btn-done').first().click();
    expect(await tryOut(page, '/admin/cluster', {})).toContain('200');
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  },
);
