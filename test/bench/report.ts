import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Measure, value and, where there is one, its bound. */
type Row = readonly [measure: string, value: string, bound?: string];

const performancePage = new URL('../../docs/performance.md', import.meta.url);

/** The value that `percent` of the sorted values do not exceed (nearest rank). */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/**
 * Prints a table of measure, value and bound as Markdown, and puts it into `docs/performance.md` between the comments
 * `<!-- measured: title -->` and `<!-- end -->`, if they are there. A run shortened by `UNDERSTUDY_BENCH_RUNS` only prints.
 */
export function report(title: string, rows: readonly Row[]): void {
  reportTable(performancePage, title, [['measure', 'value', 'bound'], ...rows]);
}

/** The same for a table of any columns, whose first row is its head, and for another page. */
export function reportTable(
  page: URL,
  title: string,
  rows: readonly (readonly (string | undefined)[])[],
): void {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`;
  const text = `${machine}:\n\n${table(rows)}`;
  process.stdout.write(`\n### ${title}\n\n${text}\n\n`);
  if (process.env['UNDERSTUDY_BENCH_RUNS'] !== undefined) return;
  const [before, rest] = readFileSync(page, 'utf8').split(`<!-- measured: ${title} -->\n`);
  const after = rest?.slice(rest.indexOf('<!-- end -->'));
  if (after !== undefined) writeFileSync(page, `${before}<!-- measured: ${title} -->\n\n${text}\n\n${after}`);
}

/** Columns of one width, as the formatter wants them. */
function table(rows: readonly (readonly (string | undefined)[])[]): string {
  const columns = [...(rows[0] ?? []).keys()];
  const widths = columns.map((column) => Math.max(3, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const cells = (row: readonly (string | undefined)[]) =>
    widths.map((width, column) => (row[column] ?? '').padEnd(width));
  const [head = [], ...body] = rows;
  return [
    line(cells(head)),
    line(widths.map((width) => '-'.repeat(width))),
    ...body.map((row) => line(cells(row))),
  ].join('\n');
}
