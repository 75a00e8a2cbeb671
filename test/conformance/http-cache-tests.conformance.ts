import { expect, test } from 'vitest';
import { notForARouter } from './not-for-a-router.js';
import { startRouter } from './router-process.js';
import { prefix, startOrigin } from './suite-origin.js';
import { runSuite } from './suite-results.js';

test('what RFC 9111 requires of a shared cache holds for a router, which stores nothing', async () => {
  const suiteDir = process.env['HTTP_CACHE_TESTS_DIR'] as string;
  const origin = await startOrigin(suiteDir);
  const router = await startRouter(origin.url);
  const results = await runSuite(suiteDir, `${router.url}${prefix}`).finally(async () => {
    await router.stop();
    origin.server.close();
  });

  const required = results.filter(({ kind }) => kind === 'required');
  const failed = required.filter(({ complaint }) => complaint !== undefined);
  const reasons = failed.map(({ id, complaint = '' }) => ({
    id,
    complaint,
    why: notForARouter.find((reason) => reason.ids.test(id) && reason.complaint.test(complaint))?.why,
  }));
  for (const kind of ['required', 'optimal', 'check'] as const) {
    const all = results.filter((each) => each.kind === kind);
    const passed = all.filter(({ complaint }) => complaint === undefined);
    console.info(`${kind}: ${passed.length} of ${all.length} pass`);
  }
  for (const { why } of notForARouter)
    console.info(`${reasons.filter((reason) => reason.why === why).length} required: ${why}`);

  expect(reasons.filter(({ why }) => why === undefined)).toEqual([]);
  // Every reason is still needed, and the suite did run.
  for (const { why } of notForARouter) expect(reasons.map((reason) => reason.why)).toContain(why);
  expect(required.length - failed.length).toBeGreaterThanOrEqual(88);
});
