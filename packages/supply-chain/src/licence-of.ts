/** What is read of a `package.json`. Older ones say licences in other ways. */
export interface PackageFile {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string | { readonly type?: string };
  readonly licenses?: readonly { readonly type?: string }[];
}

/** What packages do not say in a way that can be read, by name and version: another version is read again. */
const readByHand: Readonly<Record<string, string>> = {
  // LICENSE: that of Bitstream Vera, and for what was added the same words under another name. Only the fonts by themselves may not be sold.
  'dejavu-fonts-ttf@2.37.3': 'Bitstream-Vera',
};

/** The SPDX expression of a package's licence; undefined where it says none. */
export function licenceOf({ name = '', version = '', license, licenses }: PackageFile): string | undefined {
  const byHand = readByHand[`${name}@${version}`];
  if (byHand !== undefined) return byHand;
  if (typeof license === 'string') return license;
  if (license?.type !== undefined) return license.type;
  const types = licenses?.flatMap(({ type }) => type ?? []) ?? [];
  return types.length === 0 ? undefined : types.join(' OR ');
}

/** What may be shipped: whoever uses this needs to do no more than to keep the notices. */
const allowedLicences: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Bitstream-Vera',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
  'Zlib',
]);

/** Whether an SPDX expression allows one of these, and all of what it joins by AND. One that says more than that is not. */
export function isAllowed(expression: string | undefined): boolean {
  if (expression === undefined) return false;
  const plain = expression.replace(/^\((.*)\)$/, '$1');
  if (plain.includes('(') || plain.includes(' WITH ')) return false;
  const all = (text: string) => text.split(' AND ').every((each) => allowedLicences.has(each));
  return plain.split(' OR ').some(all);
}
