/** What attackers got: how often each answer, and how many bytes. */
export class Tally {
  readonly answers: Record<string, number> = {};
  bytes = 0;

  note(answer: string | number): void {
    this.answers[answer] = (this.answers[answer] ?? 0) + 1;
  }

  get total(): number {
    return Object.values(this.answers).reduce((sum, each) => sum + each, 0);
  }
}
