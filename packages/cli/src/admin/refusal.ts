import { type ErrorCode, errorTable, UnderstudyError } from '@understudy/errors';

/** What a problem document says, in one line; `who` answered it. */
export async function refusalOf(response: Response, who: string): Promise<UnderstudyError> {
  const problem = ((await response.json().catch(() => undefined)) ?? {}) as {
    code?: string;
    title?: string;
    detail?: string;
    errors?: readonly { path: string; message: string }[];
  };
  const fields = (problem.errors ?? []).map(({ path, message }) => `${path.slice(1)} ${message}`);
  const said = [problem.title, problem.detail, ...fields].filter((part) => part !== undefined).join(' ');
  const code = Object.hasOwn(errorTable, problem.code ?? '') ? (problem.code as ErrorCode) : 'peer_protocol';
  return new UnderstudyError(code, said || `${who} answers ${response.status}`);
}
