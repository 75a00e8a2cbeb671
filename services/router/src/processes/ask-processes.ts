import type { Worker } from 'node:cluster';
import type { StreamsAnswer } from '@understudy/peer-protocol';
import type { ProcessMessage, ProcessQuestion } from './messages.js';

/** A process whose event loop does not turn for so long is left out. */
const answerTimeoutMs = 1_000;

const nothing: StreamsAnswer = { total: 0, streams: [] };
let lastQuestion = 0;

/** The open responses of all serving processes, those that began first first, `most` at most. Never rejects. */
export async function streamsOf(processes: readonly Worker[], most: number): Promise<StreamsAnswer> {
  const answers = await Promise.all(processes.map((serving) => askStreams(serving, most)));
  const streams = answers.flatMap(({ streams }) => streams).sort((a, b) => b.ageMs - a.ageMs);
  return {
    total: answers.reduce((sum, { total }) => sum + total, 0),
    streams: streams.slice(0, most),
  };
}

function askStreams(serving: Worker, most: number): Promise<StreamsAnswer> {
  lastQuestion += 1;
  const question: ProcessQuestion = { type: 'streams?', number: lastQuestion, most };
  return new Promise((resolve) => {
    const settle = (answer: StreamsAnswer) => {
      clearTimeout(timer);
      serving.off('message', hear);
      resolve(answer);
    };
    const hear = (message: ProcessMessage) => {
      if (message.type === 'streams' && message.number === question.number) settle(message.answer);
    };
    const timer = setTimeout(() => settle(nothing), answerTimeoutMs);
    serving.on('message', hear);
    // One that is just ending is left out, too.
    serving.send(question, (error) => {
      if (error) settle(nothing);
    });
  });
}
