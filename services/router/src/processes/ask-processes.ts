import type { Worker } from 'node:cluster';
import type { StreamsAnswer } from '@understudy/peer-protocol';
import type { ProcessMessage, ProcessQuestion } from './messages.js';

/** A process whose event loop does not turn for so long is left out. */
const answerTimeoutMs = 1_000;

const nothing: StreamsAnswer = { total: 0, streams: [] };
let lastQuestion = 0;

/** The open responses of all serving processes, those that began first first, `most` at most. Never rejects. */
export async function streamsOf(processes: readonly Worker[], most: number): Promise<StreamsAnswer> {
  const answers = await Promise.all(
    processes.map((serving) =>
      ask(
        serving,
        (number) => ({ type: 'streams?', number, most }),
        (message) => (message.type === 'streams' ? message.answer : undefined),
        nothing,
      ),
    ),
  );
  const streams = answers.flatMap(({ streams }) => streams).sort((a, b) => b.ageMs - a.ageMs);
  return {
    total: answers.reduce((sum, { total }) => sum + total, 0),
    streams: streams.slice(0, most),
  };
}

/** Has every serving process read what was revoked. Resolves with whether all of them obey it. Never rejects. */
export async function revocationsReadBy(processes: readonly Worker[]): Promise<boolean> {
  const answers = await Promise.all(
    processes.map((serving) =>
      ask(
        serving,
        (number) => ({ type: 'revocations?', number }),
        (message) => (message.type === 'revocations' ? message.answer : undefined),
        false,
      ),
    ),
  );
  return answers.length > 0 && answers.every((obeyed) => obeyed);
}

/** `answerIn` gives the answer of a message that is one; `otherwise` stands where none comes. */
function ask<Answer>(
  serving: Worker,
  questionOf: (number: number) => ProcessQuestion,
  answerIn: (message: ProcessMessage) => Answer | undefined,
  otherwise: Answer,
): Promise<Answer> {
  lastQuestion += 1;
  const question = questionOf(lastQuestion);
  return new Promise((resolve) => {
    const settle = (answer: Answer) => {
      clearTimeout(timer);
      serving.off('message', hear);
      resolve(answer);
    };
    const hear = (message: ProcessMessage) => {
      const answer =
        'number' in message && message.number === question.number ? answerIn(message) : undefined;
      if (answer !== undefined) settle(answer);
    };
    const timer = setTimeout(() => settle(otherwise), answerTimeoutMs);
    serving.on('message', hear);
    // One that is just ending is left out, too.
    serving.send(question, (error) => {
      if (error) settle(otherwise);
    });
  });
}
