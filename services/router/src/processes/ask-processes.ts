import type { ForOperators } from '../operator/for-operators.js';
import type { Answers, Question } from './messages.js';
import type { ProcessLine } from './process-line.js';
import type { ProcessMetrics } from './process-metrics.js';

/** It waits for the metadata store; less than the console waits for it. */
const revocationsTimeoutMs = 1_800;

export interface AskedProcesses extends ForOperators {
  /** Those of all, as Prometheus wants them. */
  metrics(): Promise<string>;
}

/** What all serving processes tell and do together. One that does not answer is left out; of its metrics the last ones count. */
export function askProcesses(lines: () => readonly ProcessLine[], metrics: ProcessMetrics): AskedProcesses {
  const askThose = async <About extends keyof Answers>(
    question: Extract<Question, { readonly about: About }>,
  ) => {
    const answers = await Promise.all(lines().map((line) => line.ask(question)));
    return answers.filter((answer) => answer !== undefined);
  };
  return {
    async streams(most) {
      const answers = await askThose({ about: 'streams', most });
      const streams = answers.flatMap((answer) => answer.streams).sort((a, b) => b.ageMs - a.ageMs);
      return { total: sum(answers.map(({ total }) => total)), streams: streams.slice(0, most) };
    },
    endStreams: async (requestId) => sum(await askThose({ about: 'end', requestId })),
    histograms: async () => (await askThose({ about: 'histograms' })).flat(),
    async metrics() {
      await Promise.all(
        lines().map(async (line) => {
          const answer = await line.ask({ about: 'metrics' });
          if (answer !== undefined) metrics.heard(line.id, answer);
        }),
      );
      return metrics.text();
    },
    async readRevocations() {
      const asked = lines().map((line) => line.ask({ about: 'revocations' }, revocationsTimeoutMs));
      const answers = await Promise.all(asked);
      return answers.length > 0 && answers.every((obeyed) => obeyed === true);
    },
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
