import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

// The manifests of infra/kubernetes against the schemas of Kubernetes, as the package kubernetes-models has them.

const base = new URL('../../infra/kubernetes/base/', import.meta.url);
const read = (path: string) => readFile(new URL(path, base), 'utf8');

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: { readonly template?: { readonly spec: PodSpec } };
}

interface PodSpec {
  readonly terminationGracePeriodSeconds: number;
  readonly securityContext: object;
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes: readonly {
    readonly secret?: { readonly items: readonly { readonly key: string; readonly path: string }[] };
  }[];
}

interface Container {
  readonly name: string;
  readonly securityContext: object;
  readonly resources: object;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

const kustomization = parse(await read('kustomization.yaml')) as {
  resources: string[];
  configMapGenerator: { name: string; literals?: string[] }[];
};
const manifests: Manifest[] = [];
for (const file of kustomization.resources)
  for (const document of parseAllDocuments(await read(file))) manifests.push(document.toJS() as Manifest);
const named = manifests.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest] as const);
const pods = named.flatMap(([name, { spec }]) =>
  spec?.template === undefined ? [] : [[name, spec.template.spec] as const],
);

test.each(named)(
  '%s is what the schema of its kind says, without a field that nobody reads',
  async (_name, manifest) => {
    const { apiVersion, kind } = manifest;
    const models = (await import(`kubernetes-models/${apiVersion}`)) as Record<
      string,
      new (
        data: object,
      ) => { validate(): void }
    >;
    const Model = models[kind];
    if (Model === undefined) throw new Error(`${apiVersion} has no ${kind}`);
    const { watched, unreadFields } = watch(manifest, '');
    const model = new Model({});
    Object.assign(model, watched);
    model.validate();
    expect(unreadFields()).toEqual([]);
  },
);

test('every manifest of the folder is part of it', async () => {
  const files = (await readdir(base)).filter(
    (file) => file.endsWith('.yaml') && file !== 'kustomization.yaml',
  );
  expect(files.sort()).toEqual([...kustomization.resources].sort());
});

test.each(pods)('%s is confined', (_name, pod) => {
  expect(pod.securityContext).toMatchObject({
    runAsNonRoot: true,
    runAsUser: 1000,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container.resources).toMatchObject({
      requests: { cpu: expect.anything(), memory: expect.anything() },
      limits: { memory: expect.anything() },
    });
  }
});

test.each(pods)('%s has the secrets that its variables name, and time for its drain', async (_name, pod) => {
  const made = await readFile(new URL('../../compose/make-secrets.sh', base), 'utf8');
  const items = pod.volumes.flatMap(({ secret }) => secret?.items ?? []);
  for (const { key, path } of items) {
    expect(path).toBe(key);
    expect(made).toMatch(new RegExp(`\\bkeep ${key}\\b`));
  }
  const env = pod.containers.flatMap((container) => container.env ?? []);
  const files = env.filter(({ name }) => name.endsWith('_FILE')).map(({ value }) => value);
  expect(files.sort()).toEqual(items.map(({ path }) => `/run/secrets/understudy/${path}`).sort());
  const drainMs = Number(env.find(({ name }) => name === 'UNDERSTUDY_DRAIN_DEADLINE_MS')?.value ?? 0);
  expect(pod.terminationGracePeriodSeconds * 1_000).toBeGreaterThan(drainMs + 10_000);
});

test('every variable is one that the services read', async () => {
  const reference = await readFile(new URL('../../../docs/reference/configuration.md', base), 'utf8');
  const names = [
    ...pods.flatMap(([, pod]) => pod.containers.flatMap(({ env = [] }) => env.map(({ name }) => name))),
    ...kustomization.configMapGenerator.flatMap(({ literals = [] }) =>
      literals.map((literal) => literal.split('=')[0] as string),
    ),
  ].filter((name) => name.startsWith('UNDERSTUDY_'));
  for (const name of names) expect(reference).toContain(`\`${name.replace(/_FILE$/, '')}\``);
});

/** `value`, and which of its fields nobody has looked at: a validator looks at each that its schema has, and at no other. */
function watch(value: object, path: string): { watched: object; unreadFields: () => string[] } {
  const seen = new Set<string>();
  const within: (() => string[])[] = [];
  const children = new Map<string, unknown>();
  for (const [key, child] of Object.entries(value)) {
    if (typeof child !== 'object' || child === null) children.set(key, child);
    else {
      const { watched, unreadFields } = watch(child as object, `${path}/${key}`);
      children.set(key, watched);
      within.push(() => (seen.has(key) ? unreadFields() : []));
    }
  }
  const watched = new Proxy(value, {
    get(target, key) {
      if (typeof key === 'string') seen.add(key);
      return typeof key === 'string' && children.has(key) ? children.get(key) : Reflect.get(target, key);
    },
  });
  const unreadFields = () => [
    ...(Array.isArray(value) ? [] : Object.keys(value).filter((key) => !seen.has(key))).map(
      (key) => `${path}/${key}`,
    ),
    ...within.flatMap((fields) => fields()),
  ];
  return { watched, unreadFields };
}
