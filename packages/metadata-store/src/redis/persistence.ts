/** What a server that takes descriptions says of itself. */
export interface ServerFacts {
  /** What CONFIG GET answers, by parameter. Undefined when the user may not ask. */
  readonly config: Readonly<Record<string, string>> | undefined;
  /** Whether a replica may be made the master: by Sentinel, or by a cluster that has replicas. */
  readonly failsOver: boolean;
  /**
   * Whether it writes its append-only file anew. Harmless in itself; but one that has just become a replica's copy, or was
   * just told `appendonly yes`, has no file that counts until it is done, and nothing tells the two apart.
   */
  readonly rewriting: boolean;
  /**
   * Whether it can take up its own append-only file: it runs what is in there as the user `default`, and what a script did is not run where that
   * user may not (redis#14541). `unasked`: our user may not ask.
   */
  readonly reload: 'allowed' | 'forbidden' | 'unasked';
}

/** The parameters that decide whether what was acknowledged can be lost. */
export const persistenceParameters = [
  'appendonly',
  'appendfsync',
  'no-appendfsync-on-rewrite',
  'maxmemory',
  'maxmemory-policy',
] as const;

/** By which acknowledged descriptions would be lost, and what to change; empty when by nothing. Pure. */
export function persistenceFaults(
  { config, failsOver, reload }: Omit<ServerFacts, 'rewriting'>,
  waitReplicas: number,
): string[] {
  const faults: string[] = [];
  if (failsOver && waitReplicas === 0) {
    faults.push(
      'a replica may become the master without them: set UNDERSTUDY_METADATA_WAIT_REPLICAS to 1 or more',
    );
  }
  if (reload === 'forbidden') {
    faults.push(
      'a restart drops what scripts wrote, since the user default may not write it: switch that user off, but leave it its rights (ACL SETUSER default off ~* &* +@all)',
    );
  } else if (reload === 'unasked') {
    faults.push('whether a restart keeps them cannot be asked: allow the user ACL DRYRUN (ACL: +acl|dryrun)');
  }
  if (config === undefined) {
    faults.push('its configuration cannot be read: allow the user CONFIG GET (ACL: +config|get)');
    return faults;
  }
  if (config['appendonly'] !== 'yes') faults.push('a restart loses them: set appendonly yes');
  else if (config['appendfsync'] !== 'always')
    faults.push('a power cut loses the last ones: set appendfsync always');
  else if (config['no-appendfsync-on-rewrite'] === 'yes') {
    faults.push(
      'a power cut while it rewrites its file loses the last ones: set no-appendfsync-on-rewrite no',
    );
  }
  // Only views, budgets and the leases of what was deleted have an end: the other policies take those first, or nothing.
  if (config['maxmemory'] !== '0' && config['maxmemory-policy']?.startsWith('allkeys-')) {
    faults.push('when its memory is full it drops any of them: set maxmemory-policy noeviction');
  }
  return faults;
}
