import { createHash } from 'node:crypto';
import type { OwnPackage, Shipped, ShippedPackage } from './shipped-packages.js';

/**
 * A software bill of materials in CycloneDX 1.6. Nothing of the moment or the machine is in it: of one lockfile it is the same bytes
 * everywhere, its serial number too (ECMA-424 section 8 asks for a UUID; this one is of its content).
 */
export function billOfMaterials({ own, packages }: Shipped, version: string): string {
  const about = { type: 'application', name: 'understudy', version, 'bom-ref': 'understudy' };
  const programs = own.filter(({ folder }) => folder.startsWith('services/') || folder === 'packages/cli');
  const content = {
    metadata: { component: { ...about, licenses: [{ license: { id: 'MIT' } }] } },
    components: [...own.map(ownComponent), ...packages.map(component)],
    dependencies: [
      { ref: about['bom-ref'], dependsOn: programs.map(({ folder }) => ownRef(folder)) },
      ...own.map(({ folder, uses, usesOwn }) => ({
        ref: ownRef(folder),
        dependsOn: [...usesOwn.map(ownRef), ...uses.map(refOfId)],
      })),
      ...packages.map(({ name, version, uses }) => ({
        ref: refOf(name, version),
        dependsOn: [...new Set(uses.map(refOfId))],
      })),
    ],
  };
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return `${JSON.stringify(
    {
      $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: `urn:uuid:${uuidOf(digest)}`,
      version: 1,
      ...content,
    },
    undefined,
    2,
  )}\n`;
}

function ownComponent({ folder, version }: OwnPackage): object {
  const type = folder.startsWith('services/') ? 'application' : 'library';
  const name = `@understudy/${folder.split('/').at(-1)}`;
  return { type, name, version, 'bom-ref': ownRef(folder), licenses: [{ license: { id: 'MIT' } }] };
}

function component({ name, version, licence, integrity, optional }: ShippedPackage): object {
  const [group, plain] = name.startsWith('@') ? name.split('/') : [undefined, name];
  return {
    type: 'library',
    ...(group !== undefined && { group }),
    name: plain,
    version,
    'bom-ref': refOf(name, version),
    purl: refOf(name, version),
    scope: optional ? 'optional' : 'required',
    ...(licence !== undefined && { licenses: [licenceEntry(licence)] }),
    ...(integrity !== undefined && { hashes: [hashOf(integrity)] }),
  };
}

function licenceEntry(licence: string): object {
  return / (OR|AND|WITH) /.test(licence) ? { expression: licence } : { license: { id: licence } };
}

/** From `sha512-` and base64 to what CycloneDX has: the algorithm's name, and hexadecimal digits. */
function hashOf(integrity: string): object {
  const [algorithm = '', digest = ''] = integrity.split('-', 2);
  return {
    alg: algorithm.toUpperCase().replace('SHA', 'SHA-'),
    content: Buffer.from(digest, 'base64').toString('hex'),
  };
}

/** A package URL (purl-spec, type npm): the `@` of a scope is escaped. */
const refOf = (name: string, version: string) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

const refOfId = (id: string) => {
  const at = id.lastIndexOf('@');
  return refOf(id.slice(0, at), id.slice(at + 1));
};

const ownRef = (folder: string) => `understudy/${folder}`;

/** RFC 9562 section 5.8: version 8, whose other bits are ours. */
function uuidOf(hex: string): string {
  const variant = (Number.parseInt(hex[16] as string, 16) & 3) | 8;
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant.toString(16)}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
