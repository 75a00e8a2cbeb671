import { isAllowed } from './licence-of.js';
import type { ShippedPackage } from './shipped-packages.js';

/** The packages whose licence may not be shipped, with it. */
export function refusedLicences(packages: readonly ShippedPackage[]): string[] {
  return packages
    .filter(({ licence }) => !isAllowed(licence))
    .map(({ name, version, licence }) => `${name}@${version}: ${licence ?? 'it says none'}`);
}

/** `docs/reference/licences.md`. */
export function licencePage(packages: readonly ShippedPackage[]): string {
  const counts = new Map<string, number>();
  for (const { licence = 'none' } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  const summary = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return `# Licences

What the services, the command line and the pages are shipped with, and under which licence: ${packages.length} packages. \`npm run licences\` writes this page from the lockfile and what is installed; a test compares it, and fails for a licence that
is not among those that may be shipped (\`packages/supply-chain/src/licence-of.ts\`). What is only for building and testing is not here, nor is what an image has of its distribution: ffmpeg, util-linux, Node.

${table(['licence', 'packages'], summary)}

${table(
  ['package', 'version', 'licence', ''],
  packages.map(({ name, version, licence, optional }) => [
    `\`${name}\``,
    version,
    licence ?? 'none',
    optional ? 'on some machines; the licence of what brings it' : '',
  ]),
)}
`;
}

/** As biome formats it: every column as wide as its widest cell. */
function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [head, ...rows].map((cells) => cells.map(String));
  const widths = head.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [lines[0] ?? [], rule, ...lines.slice(1)].map(line).join('\n');
}
