import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { licenceOf, type PackageFile } from './licence-of.js';
import { type Importer, type Lockfile, nameAndVersion, snapshotKey } from './lockfile.js';

/** A package of others that runs, or whose code is in what runs. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression; undefined where none was found. */
  readonly licence: string | undefined;
  /** As npm has it: `sha512-` and base64. */
  readonly integrity: string | undefined;
  /** Whether it is there on some machines only. */
  readonly optional: boolean;
  /** `name@version` of what it uses. */
  readonly uses: readonly string[];
}

/** A package of this workspace, by its folder. */
export interface OwnPackage {
  readonly folder: string;
  readonly version: string;
  readonly uses: readonly string[];
  readonly usesOwn: readonly string[];
}

export interface Shipped {
  readonly own: readonly OwnPackage[];
  readonly packages: readonly ShippedPackage[];
}

/**
 * What is only for building and testing. Everything else among the devDependencies of what is shipped counts as shipped: bundlers put it into the
 * pages. So what is new is in the list unless somebody says here that it is a tool.
 */
const tools: ReadonlySet<string> = new Set([
  '@cyclonedx/cyclonedx-library',
  '@types/node',
  'ajv',
  'fast-check',
  'fauxqs',
  'openapi-typescript',
  'pino',
  'rolldown',
  'standardwebhooks',
  'typescript',
  'vite',
  'vitest',
]);

/** Where what is shipped begins: the programs, each with what it uses of the workspace. */
const programs = [
  'packages/cli',
  'services/catalog',
  'services/console',
  'services/router',
  'services/worker',
];

/**
 * Everything that the services and the command line are shipped with, in order, the same on every machine.
 * @param root the workspace, installed
 * @throws Error where something is not installed that must be
 */
export function shippedPackages(root: string, lockfile: Lockfile): Shipped {
  const own = new Map<string, OwnPackage>();
  const found = new Map<string, ShippedPackage>();

  const visitOwn = (folder: string): void => {
    if (own.has(folder)) return;
    const importer = lockfile.importers[folder];
    if (importer === undefined) throw new Error(`${folder} is not in the lockfile`);
    const { version } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as PackageFile;
    const named = shippedOf(importer);
    const links = named.flatMap(([, each]) =>
      each.startsWith('link:') ? [posix.join(folder, each.slice('link:'.length))] : [],
    );
    const others = named.flatMap(([name, each]) => {
      const key = snapshotKey(name, each);
      return key === undefined ? [] : [{ name, key }];
    });
    own.set(folder, {
      folder,
      version: version ?? '0.0.0',
      uses: others.map(({ key }) => idOf(key)).sort(),
      usesOwn: links.sort(),
    });
    for (const link of links) visitOwn(link);
    for (const { name, key } of others)
      visit(key, placeOf(join(root, folder, 'node_modules'), name), undefined);
  };

  const visit = (key: string, place: string | undefined, broughtBy: ShippedPackage | undefined): void => {
    const id = idOf(key);
    if (found.has(id)) return;
    const { name, version } = nameAndVersion(key);
    const locked = lockfile.packages[id];
    const snapshot = lockfile.snapshots[key];
    if (locked === undefined || snapshot === undefined) throw new Error(`${key} is not in the lockfile`);
    const optional = locked.os !== undefined || locked.cpu !== undefined;
    if (place === undefined && broughtBy === undefined)
      throw new Error(`${id} is not installed: npx pnpm install`);
    const uses = Object.entries({ ...snapshot.dependencies, ...snapshot.optionalDependencies }).flatMap(
      ([used, each]) => {
        const usedKey = snapshotKey(used, each);
        return usedKey === undefined ? [] : [{ used, usedKey }];
      },
    );
    const shipped: ShippedPackage = {
      name,
      version,
      // Builds for other machines are not installed here, and have the licence of what brings them.
      licence: optional && broughtBy !== undefined ? broughtBy.licence : place && licenceIn(place),
      integrity: locked.resolution.integrity,
      optional,
      uses: uses.map(({ usedKey }) => idOf(usedKey)).sort(),
    };
    found.set(id, shipped);
    // In pnpm's layout what a package uses lies beside it.
    const beside = place?.slice(0, -name.length);
    for (const { used, usedKey } of uses) visit(usedKey, beside && placeOf(beside, used), shipped);
  };

  for (const program of programs) visitOwn(program);
  const byId = (a: string, b: string) => (a < b ? -1 : 1);
  return {
    own: [...own.values()].sort((a, b) => byId(a.folder, b.folder)),
    packages: [...found.entries()].sort(([a], [b]) => byId(a, b)).map(([, each]) => each),
  };
}

function shippedOf({ dependencies = {}, devDependencies = {} }: Importer): [string, string][] {
  return [
    ...Object.entries(dependencies),
    ...Object.entries(devDependencies).filter(([name]) => !tools.has(name) && !isTestHelp(name)),
  ].map(([name, { version }]) => [name, version]);
}

/** Packages of the workspace that stand among the devDependencies are for tests, but for those that pages are bundled of. */
function isTestHelp(name: string): boolean {
  return name.startsWith('@understudy/') && !['@understudy/player', '@understudy/client'].includes(name);
}

const idOf = (key: string): string => {
  const { name, version } = nameAndVersion(key);
  return `${name}@${version}`;
};

/** The folder of an installed package; undefined where it is not. */
function placeOf(modules: string, name: string): string | undefined {
  try {
    return dirname(realpathSync(join(modules, name, 'package.json')));
  } catch {
    return undefined;
  }
}

function licenceIn(place: string): string | undefined {
  return licenceOf(JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as PackageFile);
}
