/** What one check found. `says` is what it is, or what is wrong and what would be right. */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly says: string;
}

export const ok = (check: string, says: string): Finding => ({ check, state: 'ok', says });
export const warn = (check: string, says: string): Finding => ({ check, state: 'warn', says });
export const fail = (check: string, says: string): Finding => ({ check, state: 'fail', says });
