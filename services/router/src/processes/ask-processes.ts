import type { Worker } from 'node:cluster';
import type { ForOperators } from '../operator/for-operators.js';
import type { Answers, ProcessMessage, ProcessQuestion, Question } from './messages.js';
import type { ProcessMetrics } from './process-metrics.js';

/** A process whose event loop does not turn for so long is left out: before the console gives up the whole router (`UNDERSTUDY_PEER_TIMEOUT_MS`). */
const answerTimeoutMs = 500;

let lastQuestion = 0;

/** How a serving process is, as its answers tell. */
export interface Silence {
  /** It did not answer in time. */
  silent(serving: Worker): void;
  answered(serving: Worker): void;
}

export interface AskedProcesses extends ForOperators {
  /** Those of all, as Prometheus wants them. */
  metrics(): Promise<string>;
}

/** What all serving processes tell and do together. One that does not answer is left out, of metrics its last ones count. */
export function askProcesses(
  serving: () => readonly Worker[],
  metrics: ProcessMetrics,
  silence: Silence,
): AskedProcesses {
  const askEach = <About extends keyof Answers>(question: Extract<Question, { readonly about: About }>) =>
    Promise.all(
      serving().map(async (each) => {
        const answer = await ask(each, question);
        if (answer === undefined) silence.silent(each);
        else silence.answered(each);
        return { id: each.id, answer };
      }),
    );
  const askThose = async <About extends keyof Answers>(
    question: Extract<Question, { readonly about: About }>,
  ) => (await askEach(question)).flatMap(({ answer }) => (answer === undefined ? [] : [answer]));
  return {
    async streams(most) {
      const answers = await askThose({ about: 'streams', most });
      const streams = answers.flatMap((answer) => answer.streams).sort((a, b) => b.ageMs - a.ageMs);
      return { total: sum(answers.map(({ total }) => total)), streams: streams.slice(0, most) };
    },
    endStreams: async (requestId) => sum(await askThose({ about: 'end', requestId })),
    histograms: async () => (await askThose({ about: 'histograms' })).flat(),
    async metrics() {
      for (const { id, answer } of await askEach({ about: 'metrics' }))
        if (answer !== undefined) metrics.heard(id, answer);
      return metrics.text();
    },
    async readRevocations() {
      const answers = await askEach({ about: 'revocations' });
      return answers.length > 0 && answers.every(({ answer }) => answer === true);
    },
  };
}

/** Undefined where it does not answer in time. */
function ask<About extends keyof Answers>(
  serving: Worker,
  question: Extract<Question, { readonly about: About }>,
): Promise<Answers[About] | undefined> {
  lastQuestion += 1;
  const asked: ProcessQuestion = { type: 'question', number: lastQuestion, question };
  return new Promise((resolve) => {
    const settle = (answer: Answers[About] | undefined) => {
      clearTimeout(timer);
      serving.off('message', hear);
      resolve(answer);
    };
    const hear = (message: ProcessMessage) => {
      if (message.type === 'answer' && message.number === asked.number)
        settle(message.answer as Answers[About]);
    };
    const timer = setTimeout(() => settle(undefined), answerTimeoutMs);
    serving.on('message', hear);
    // One that is just ending is left out, too.
    serving.send(asked, (error) => {
      if (error) settle(undefined);
    });
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
