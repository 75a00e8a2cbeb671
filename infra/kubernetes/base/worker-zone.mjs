// Writes the zone of this pod's node where a worker looks for its own. Without that label the zone is that of the last start, or `default`.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const { NODE_NAME, UNDERSTUDY_DATA } = process.env;
const token = await readFile('/run/secrets/kubernetes/token', 'utf8');
const answer = await fetch(`https://kubernetes.default.svc/api/v1/nodes/${NODE_NAME}`, {
  headers: { authorization: `Bearer ${token}` },
  signal: AbortSignal.timeout(10_000),
});
if (!answer.ok) throw new Error(`node ${NODE_NAME}: ${answer.status} ${await answer.text()}`);
const { metadata } = await answer.json();
const zone = metadata.labels?.['topology.kubernetes.io/zone'];
if (zone !== undefined) await writeFile(join(UNDERSTUDY_DATA, 'zone'), zone);
console.log(`zone: ${zone ?? 'the node has none'}`);
