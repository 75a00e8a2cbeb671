import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type FileHandle, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { until } from '../../cluster/until.js';

/** A program that answers HTTP on a port of 127.0.0.1, in one process with one thread. */
export interface HttpProcess {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** An nginx that serves `root` as a worker would serve its artifacts: from the page cache, with ETag and ranges. */
export function startOrigin(directory: string, root: string): Promise<HttpProcess> {
  return startNginx(
    directory,
    'origin',
    (port) => `
    server {
      listen 127.0.0.1:${port} backlog=4096;
      root ${root};
      location = /healthz { return 200 '{}'; }
      location / { sendfile on; tcp_nopush on; output_buffers 4 512k; }
    }`,
  );
}

/** An nginx that reads files and writes them, as a program has to that looks at them. */
export function startFileServer(directory: string, root: string): Promise<HttpProcess> {
  return startNginx(
    directory,
    'files',
    (port) => `
    server { listen 127.0.0.1:${port}; root ${root}; sendfile off; }`,
  );
}

/** nginx as it relays with the least CPU (64 buffers of 64 kB, connections kept): measured against smaller ones and none. */
export function startNginxProxy(directory: string, originPort: number): Promise<HttpProcess> {
  return startNginx(
    directory,
    'nginx',
    (port) => `
    upstream origin { server 127.0.0.1:${originPort}; keepalive 128; }
    server {
      listen 127.0.0.1:${port} backlog=4096;
      location / {
        proxy_pass http://origin;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_buffers 64 64k;
        proxy_buffer_size 64k;
        proxy_busy_buffers_size 1m;
        proxy_max_temp_file_size 0;
      }
    }`,
  );
}

/** nginx that binds each viewer to one of several machines by their address; `x-machine` says to which. */
export function startStickyProxy(directory: string, ports: readonly number[]): Promise<HttpProcess> {
  return startNginx(
    directory,
    'sticky',
    (port) => `
    upstream machines { ip_hash; ${ports.map((each) => `server 127.0.0.1:${each};`).join(' ')} }
    server {
      listen 127.0.0.1:${port};
      location / {
        proxy_pass http://machines;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_max_temp_file_size 0;
        add_header x-machine $upstream_addr;
      }
    }`,
  );
}

async function startNginx(
  directory: string,
  name: string,
  server: (port: number) => string,
): Promise<HttpProcess> {
  const port = await freePort();
  const file = join(directory, `${name}.conf`);
  await writeFile(
    file,
    `daemon off; master_process off; worker_processes 1; pid ${directory}/${name}.pid; error_log stderr;
    events { worker_connections 8192; }
    http {
      access_log off; keepalive_requests 1000000; keepalive_timeout 300s; tcp_nodelay on;
      types { video/mp4 mp4 m4s; }
      client_body_temp_path ${directory}/${name}-body; proxy_temp_path ${directory}/${name}-proxy;
      fastcgi_temp_path ${directory}/${name}-f; uwsgi_temp_path ${directory}/${name}-u; scgi_temp_path ${directory}/${name}-s;
      ${server(port)}
    }`,
  );
  return startProcess(name, port, 'nginx', ['-c', file, '-p', directory, '-e', 'stderr']);
}

export async function startHaproxy(directory: string, originPort: number): Promise<HttpProcess> {
  const port = await freePort();
  const file = join(directory, 'haproxy.cfg');
  await writeFile(
    file,
    `global
  nbthread 1
  maxconn 4000
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  option http-keep-alive
frontend front
  bind 127.0.0.1:${port}
  default_backend origin
backend origin
  http-reuse always
  server origin 127.0.0.1:${originPort}
`,
  );
  return startProcess('HAProxy', port, 'haproxy', ['-f', file, '-db']);
}

/** Starts a program and waits until it takes connections on `port`. `log` is a file that gets what it prints. */
export async function startProcess(
  name: string,
  port: number,
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  log?: FileHandle,
): Promise<HttpProcess> {
  const child: ChildProcess = spawn(program, args, {
    env,
    stdio: ['ignore', log?.fd ?? 'ignore', 'inherit'],
  });
  await once(child, 'spawn');
  const exited = once(child, 'exit');
  try {
    await until(`${name} listens`, () => answers(port));
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    name,
    port,
    pid: child.pid as number,
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => done(true)).once('error', () => done(false));
  });
}

/** For programs that cannot be asked which port they took. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
