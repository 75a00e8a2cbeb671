import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Files in PEM: an authority, and what it signed for 127.0.0.1, which does for servers and clients. */
export interface Certificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  remove(): Promise<void>;
}

/** Makes them with `openssl`; nobody else will ever trust the authority. */
export async function makeCertificates(): Promise<Certificates> {
  const dir = await mkdtemp(join(tmpdir(), 'understudy-tls-'));
  const path = (name: string) => join(dir, name);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-batch'];
  const ofAuthority = ['-keyout', path('ca.key'), '-out', path('ca.pem'), '-subj', '/CN=Test authority'];
  await run('openssl', ['req', '-x509', '-days', '2', ...newKey, ...ofAuthority]);
  const ofServer = ['-keyout', path('key.pem'), '-out', path('request.pem'), '-subj', '/CN=redis'];
  await run('openssl', ['req', ...newKey, ...ofServer]);
  await writeFile(path('extensions'), 'subjectAltName=IP:127.0.0.1\n');
  const signing = ['-CA', path('ca.pem'), '-CAkey', path('ca.key'), '-CAcreateserial', '-days', '2'];
  const files = ['-in', path('request.pem'), '-out', path('cert.pem'), '-extfile', path('extensions')];
  await run('openssl', ['x509', '-req', ...signing, ...files]);
  return {
    ca: path('ca.pem'),
    cert: path('cert.pem'),
    key: path('key.pem'),
    remove: () => rm(dir, { recursive: true }),
  };
}
