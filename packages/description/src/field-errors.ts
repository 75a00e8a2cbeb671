import type { FieldError } from '@understudy/errors';

/** Collects field errors up to a limit, so that a hostile input makes a short answer. */
export class FieldErrors {
  readonly list: FieldError[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get full(): boolean {
    return this.list.length >= this.#limit;
  }

  add(path: string, message: string): void {
    if (!this.full) this.list.push({ path, message });
  }
}
