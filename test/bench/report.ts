import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Measure, value and, where there is one, its bound. */
type Row = readonly [measure: string, value: string, bound?: string];

const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}`;
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

/** The same for a table of any columns, whose first row is its head, and for another page; for none it only prints. */
export function reportTable(
  page: URL | undefined,
  title: string,
  rows: readonly (readonly (string | undefined)[])[],
): void {
  const text = `${machine}, ${new Date().toISOString().slice(0, 10)}:\n\n${table(rows)}`;
  process.stdout.write(`\n### ${title}\n\n${text}\n\n`);
  if (page === undefined || process.env['UNDERSTUDY_BENCH_RUNS'] !== undefined) return;
  const [before, rest] = readFileSync(page, 'utf8').split(`<!-- measured: ${title} -->\n`);
  const after = rest?.slice(rest.indexOf('<!-- end -->'));
  if (after !== undefined) writeFileSync(page, `${before}<!-- measured: ${title} -->\n\n${text}\n\n${after}`);
}

/**
 * The same for a table of which a run measures only some rows: those that it does not, by their first cell, stay as they are on the page,
 * if they were measured on this machine. `order` are all first cells.
 */
export function reportRows(
  page: URL | undefined,
  title: string,
  [head = [], ...measured]: readonly (readonly string[])[],
  order: readonly string[],
): void {
  const there = page === undefined ? [] : rowsOn(page, title, head);
  const known = new Map([...there, ...measured].map((row) => [row[0], row]));
  const rows = order.flatMap((name) => {
    const row = known.get(name);
    return row === undefined ? [] : [row];
  });
  reportTable(page, title, [head, ...rows]);
}

/** The rows of a table on a page; none where it has another head, or is of another machine. */
function rowsOn(page: URL, title: string, head: readonly string[]): string[][] {
  const [, rest = ''] = readFileSync(page, 'utf8').split(`<!-- measured: ${title} -->\n`);
  const text = rest.slice(0, rest.indexOf('<!-- end -->'));
  const [names, , ...rows] = text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
  return text.includes(machine) && names?.join() === head.join() ? rows : [];
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
