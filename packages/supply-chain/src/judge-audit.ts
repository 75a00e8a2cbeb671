/** A finding that is known and let pass for a while. */
export interface AuditException {
  /** `GHSA-…`. */
  readonly advisory: string;
  /** Why it does no harm here, or what is waited for. */
  readonly reason: string;
  /** The last day on which it is let pass, as `2026-12-31`. */
  readonly expires: string;
}

interface Advisory {
  readonly github_advisory_id?: string;
  readonly id?: number | string;
  readonly module_name?: string;
  readonly severity?: string;
  readonly title?: string;
  readonly vulnerable_versions?: string;
  readonly url?: string;
}

/** `findings` and `faults` are lines to show: what is vulnerable, and what is wrong with the exceptions. */
export type AuditVerdict =
  | { readonly kind: 'judged'; readonly findings: readonly string[]; readonly excepted: readonly string[] }
  /** Nobody said what is vulnerable. */
  | { readonly kind: 'not-done'; readonly reason: string };

/** What is wrong with the exceptions themselves, whatever the registry says. `today` as `2026-12-31`. */
export function exceptionFaults(exceptions: readonly AuditException[], today: string): string[] {
  return exceptions.flatMap(({ advisory, reason, expires }) => {
    const faults = [
      /^GHSA(-[2-9cfghjmpqrvwx]{4}){3}$/.test(advisory) ? undefined : 'is no advisory (GHSA-…)',
      reason.trim().length >= 20 ? undefined : 'has no reason',
      /^\d{4}-\d{2}-\d{2}$/.test(expires) ? undefined : `has no day on which it ends: ${expires}`,
      expires < today ? `ended on ${expires}: look again` : undefined,
    ];
    return faults.flatMap((fault) => (fault === undefined ? [] : [`the exception of ${advisory} ${fault}`]));
  });
}

/** Reads what `pnpm audit --json` wrote, and takes away what is excepted. */
export function judgeAudit(output: string, exceptions: readonly AuditException[]): AuditVerdict {
  let answer: { error?: { message?: string }; advisories?: Record<string, Advisory> };
  try {
    answer = JSON.parse(output);
  } catch {
    return { kind: 'not-done', reason: output.trim().split('\n').at(-1)?.slice(0, 300) || 'no answer' };
  }
  if (answer?.advisories === undefined)
    return { kind: 'not-done', reason: answer?.error?.message ?? 'an answer without advisories' };
  const excepted = new Set(exceptions.map(({ advisory }) => advisory));
  const lines = Object.values(answer.advisories).map((advisory) => ({
    known: excepted.has(advisory.github_advisory_id ?? ''),
    line: `${advisory.severity}: ${advisory.module_name} ${advisory.vulnerable_versions}: ${advisory.title} (${advisory.github_advisory_id ?? advisory.url ?? advisory.id})`,
  }));
  return {
    kind: 'judged',
    findings: lines.filter(({ known }) => !known).map(({ line }) => line),
    excepted: lines.filter(({ known }) => known).map(({ line }) => line),
  };
}
