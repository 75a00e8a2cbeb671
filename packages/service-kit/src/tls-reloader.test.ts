import { copyFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { type Certificates, makeCertificates } from '@understudy/metadata-store/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TlsReloader } from './tls-reloader.js';

let first: Certificates;
let second: Certificates;
beforeEach(async () => {
  [first, second] = await Promise.all([makeCertificates(), makeCertificates()]);
});
afterEach(() => Promise.all([first.remove(), second.remove()]));

/** The fingerprint of the certificate that a new connection is shown. */
function shown(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    }).once('error', reject);
  });
}

test('a renewed certificate is shown without a restart; half of one is told, and changes nothing', async () => {
  const reloader = new TlsReloader(first);
  const server = createServer(reloader.identity);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const told: unknown[] = [];
  reloader.follow(
    server,
    { onReloaded: () => told.push('reloaded'), onFailed: (error) => told.push(error) },
    10,
  );
  const before = await shown(port);

  await copyFile(second.cert, first.cert);
  await expect.poll(() => told.length).toBeGreaterThan(0);
  expect(told[0]).toMatchObject({ code: 'invalid_configuration' });
  expect(String(told[0])).toContain(first.cert);
  expect(await shown(port)).toBe(before);

  await copyFile(second.key, first.key);
  await expect.poll(() => told.at(-1)).toBe('reloaded');
  expect(await shown(port)).not.toBe(before);
  reloader.close();
  server.close();
});

test('files that are no identity are refused at the start, by name', async () => {
  expect(() => new TlsReloader({ cert: '/nowhere/cert.pem', key: first.key })).toThrow('/nowhere/cert.pem');
  expect(() => new TlsReloader({ cert: first.cert, key: second.key })).toThrow(second.key);
  await writeFile(first.cert, 'no certificate');
  expect(() => new TlsReloader(first)).toThrow(
    expect.objectContaining({ code: 'invalid_configuration', message: expect.stringContaining(first.cert) }),
  );
});
