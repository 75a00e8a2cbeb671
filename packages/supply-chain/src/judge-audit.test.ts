import { expect, test } from 'vitest';
import { exceptionFaults, judgeAudit } from './judge-audit.js';

const exception = {
  advisory: 'GHSA-2222-ffff-wwww',
  reason: 'Only where it parses what we write ourselves.',
  expires: '2026-12-31',
};
const advisory = {
  github_advisory_id: exception.advisory,
  module_name: 'left',
  severity: 'high',
  title: 'It falls over',
  vulnerable_versions: '<2',
};
const output = JSON.stringify({ advisories: { 1: advisory } });

test('a finding fails, one that is excepted does not, and both are told', () => {
  const line = 'high: left <2: It falls over (GHSA-2222-ffff-wwww)';
  expect(judgeAudit(output, [])).toEqual({ kind: 'judged', findings: [line], excepted: [] });
  expect(judgeAudit(output, [exception])).toEqual({ kind: 'judged', findings: [], excepted: [line] });
  expect(judgeAudit('{"advisories":{}}', [])).toEqual({ kind: 'judged', findings: [], excepted: [] });
});

test.each([
  ['{"error":{"code":"ERR_PNPM_AUDIT_BAD_RESPONSE","message":"responded with 405"}}', 'responded with 405'],
  ['npm error code ENOTFOUND\n', 'npm error code ENOTFOUND'],
  ['', 'no answer'],
  ['null', 'an answer without advisories'],
])('no answer is never taken for a good one: %j', (text, reason) => {
  expect(judgeAudit(text, [])).toEqual({ kind: 'not-done', reason });
});

test('an exception has an advisory, a reason and a day, and ends on it', () => {
  expect(exceptionFaults([exception], '2026-12-31')).toEqual([]);
  expect(exceptionFaults([exception], '2027-01-01')).toEqual([
    `the exception of ${exception.advisory} ended on 2026-12-31: look again`,
  ]);
  expect(
    exceptionFaults([{ advisory: 'CVE-1', reason: 'later', expires: 'soon' }], '2026-01-01'),
  ).toHaveLength(3);
});
