import { parse } from 'yaml';

/** What is needed of `pnpm-lock.yaml`, version 9. */
export interface Lockfile {
  readonly importers: Readonly<Record<string, Importer>>;
  readonly packages: Readonly<Record<string, LockedPackage>>;
  readonly snapshots: Readonly<Record<string, Snapshot>>;
}

export interface Importer {
  readonly dependencies?: Readonly<Record<string, { readonly version: string }>>;
  readonly devDependencies?: Readonly<Record<string, { readonly version: string }>>;
}

interface LockedPackage {
  readonly resolution: { readonly integrity?: string };
  /** Where a package is for some machines only. */
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}

interface Snapshot {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** @throws Error for a lockfile of another version: what it would say is not known */
export function parseLockfile(text: string): Lockfile {
  const lockfile = parse(text) as Lockfile & { readonly lockfileVersion: string };
  if (lockfile.lockfileVersion !== '9.0')
    throw new Error(`the lockfile has version ${lockfile.lockfileVersion}, and 9.0 is read`);
  return lockfile;
}

/** The key among the snapshots of what an importer or a snapshot names; undefined for a package of the workspace. */
export function snapshotKey(name: string, version: string): string | undefined {
  if (version.startsWith('link:')) return undefined;
  // Under another name: `string-width-cjs: string-width@4.2.3`.
  return /^\d/.test(version) ? `${name}@${version}` : version;
}

/** The name and the version in a snapshot's key, without the peers behind it. */
export function nameAndVersion(key: string): { readonly name: string; readonly version: string } {
  const [plain = ''] = key.split('(');
  const at = plain.lastIndexOf('@');
  return { name: plain.slice(0, at), version: plain.slice(at + 1) };
}
