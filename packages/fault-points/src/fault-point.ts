import { UnderstudyError } from '@understudy/errors';
import { type FaultName, faultNames, isFaultName } from './fault-names.js';

/** What happens there: the process dies as by a power cut, or the operation fails as the disk would let it fail. */
const actions = {
  kill: () => process.kill(process.pid, 'SIGKILL'),
  EIO: () => fail('EIO', -5),
  ENOSPC: () => fail('ENOSPC', -28),
} as const;

type Action = keyof typeof actions;

/** How often each armed place is still passed before its action. */
let armed: Map<FaultName, { passesLeft: number; readonly action: Action }> | undefined;

const faultPattern = /^([a-z][a-z.-]{0,60}):([1-9]\d{0,8})(?:=(kill|EIO|ENOSPC))?$/;

/**
 * A place at which a fault would be most harmful. Does nothing unless it is armed: one comparison.
 *
 * @throws an `EIO` or `ENOSPC` as node:fs has it, when armed with one
 */
export function faultPoint(name: FaultName): void {
  if (armed === undefined) return;
  const fault = armed.get(name);
  if (fault === undefined) return;
  fault.passesLeft -= 1;
  if (fault.passesLeft > 0) return;
  if (fault.action === 'kill') armed.delete(name);
  actions[fault.action]();
}

/**
 * Arms places by a text like `seal.renamed:3,write:2=ENOSPC`: the process is killed at the third pass of the one, every write
 * from the second on fails. An empty text disarms all.
 * @throws UnderstudyError `invalid_configuration`
 */
export function armFaults(text: string): void {
  if (text === '') {
    armed = undefined;
    return;
  }
  armed = new Map(
    text.split(',').map((fault) => {
      const [, name, passes, action = 'kill'] = faultPattern.exec(fault) ?? [];
      if (name === undefined) {
        throw new UnderstudyError(
          'invalid_configuration',
          `UNDERSTUDY_FAULTS must be a list of name:pass or name:pass=EIO|ENOSPC, has ${JSON.stringify(fault)}`,
        );
      }
      if (!isFaultName(name)) {
        throw new UnderstudyError(
          'invalid_configuration',
          `UNDERSTUDY_FAULTS has ${JSON.stringify(name)}, must name some of ${faultNames.join(', ')}`,
        );
      }
      return [name, { passesLeft: Number(passes), action: action as Action }];
    }),
  );
}

function fail(code: string, errno: number): never {
  throw Object.assign(new Error(`${code}: a fault point`), { code, errno });
}
