import type { Worker } from 'node:cluster';
import type { Answers, ProcessMessage, ProcessQuestion, Question } from './messages.js';

/** What is not answered by then is left out: before the console gives up the whole router (`UNDERSTUDY_PEER_TIMEOUT_MS`). */
const answerTimeoutMs = 500;
/** A process that has not answered for so long stands still. */
const silentAfterMs = 3_000;
/** One that does not answer so many is asked nothing more: it would have all of them to answer when it goes on. */
const unansweredMost = 10;

type Told = Extract<ProcessMessage, { readonly type: 'answer' }>;

export interface LineEvents {
  processSilent(pid: number | undefined): void;
  processAnswers(pid: number | undefined): void;
}

/** Questions to one serving process, and whether it answers them. */
export class ProcessLine {
  readonly #process: Pick<Worker, 'id' | 'process' | 'send'>;
  readonly #events: LineEvents;
  /** By the number of the question: when it was asked. What is answered late is answered. */
  readonly #unanswered = new Map<number, number>();
  readonly #waiting = new Map<number, (answer: Answers[keyof Answers] | undefined) => void>();
  #lastNumber = 0;
  #isSilent = false;
  #isOver = false;

  constructor(process: Pick<Worker, 'id' | 'process' | 'send'>, events: LineEvents) {
    this.#process = process;
    this.#events = events;
  }

  get id(): number {
    return this.#process.id;
  }

  get isSilent(): boolean {
    return this.#isSilent;
  }

  /** Undefined where it does not answer in time, or has ended. */
  ask<About extends keyof Answers>(
    question: Extract<Question, { readonly about: About }>,
    timeoutMs = answerTimeoutMs,
  ): Promise<Answers[About] | undefined> {
    this.#judge();
    if (this.#isOver || this.#unanswered.size >= unansweredMost) return Promise.resolve(undefined);
    this.#lastNumber += 1;
    const asked: ProcessQuestion = { type: 'question', number: this.#lastNumber, question };
    this.#unanswered.set(asked.number, performance.now());
    return new Promise((resolve) => {
      const settle = (answer?: Answers[keyof Answers]) => {
        clearTimeout(timer);
        this.#waiting.delete(asked.number);
        resolve(answer as Answers[About] | undefined);
      };
      const timer = setTimeout(settle, timeoutMs);
      this.#waiting.set(asked.number, settle);
      this.#process.send(asked, (error) => {
        if (!error) return;
        // It cannot be asked: it is about to end.
        this.#unanswered.delete(asked.number);
        settle();
      });
    });
  }

  /** What the process tells. */
  hear({ number, answer }: Told): void {
    if (this.#isOver) return;
    this.#unanswered.delete(number);
    this.#waiting.get(number)?.(answer);
    if (!this.#isSilent || this.#unanswered.size > 0) return;
    this.#isSilent = false;
    this.#events.processAnswers(this.#process.process.pid);
  }

  /** The process has ended: nothing that it told comes any more. */
  close(): void {
    this.#isOver = true;
    for (const settle of this.#waiting.values()) settle(undefined);
  }

  /** Tells once that it does not answer. */
  #judge(): void {
    const [oldestMs] = this.#unanswered.values();
    if (this.#isSilent || this.#isOver || oldestMs === undefined) return;
    if (performance.now() - oldestMs < silentAfterMs) return;
    this.#isSilent = true;
    this.#events.processSilent(this.#process.process.pid);
  }
}
