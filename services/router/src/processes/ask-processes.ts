import type { Worker } from 'node:cluster';
import type { ForOperators } from '../operator/for-operators.js';
import type { Answers, ProcessMessage, ProcessQuestion, Question } from './messages.js';

/** A process whose event loop does not turn for so long is left out: before the console gives up the whole router (`UNDERSTUDY_PEER_TIMEOUT_MS`). */
const answerTimeoutMs = 500;

let lastQuestion = 0;

/** What all serving processes tell and do together. One that does not answer is left out. */
export function forOperatorsOf(serving: () => readonly Worker[]): ForOperators {
  const askAll = <About extends keyof Answers>(question: Extract<Question, { readonly about: About }>) =>
    Promise.all(serving().map((each) => ask(each, question)));
  const askThose = async <About extends keyof Answers>(
    question: Extract<Question, { readonly about: About }>,
  ) => (await askAll(question)).filter((answer) => answer !== undefined);
  return {
    async streams(most) {
      const answers = await askThose({ about: 'streams', most });
      const streams = answers.flatMap((answer) => answer.streams).sort((a, b) => b.ageMs - a.ageMs);
      return { total: sum(answers.map(({ total }) => total)), streams: streams.slice(0, most) };
    },
    endStreams: async (requestId) => sum(await askThose({ about: 'end', requestId })),
    histograms: async () => (await askThose({ about: 'histograms' })).flat(),
    async readRevocations() {
      const answers = await askAll({ about: 'revocations' });
      return answers.length > 0 && answers.every((obeyed) => obeyed === true);
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
