import { cpus } from 'node:os';

/** The value that `percent` of the sorted values do not exceed (nearest rank). */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** Prints a table of measure, value and bound as Markdown, ready for `docs/performance.md`. */
export function report(title: string, rows: readonly (readonly [string, string, string?])[]): void {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}`;
  const lines = rows.map(([measure, value, bound]) => `| ${measure} | ${value} | ${bound ?? ''} |`);
  process.stdout.write(
    `\n### ${title}\n\n${machine}\n\n| measure | value | bound |\n|---|---|---|\n${lines.join('\n')}\n\n`,
  );
}
