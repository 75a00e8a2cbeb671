import { faultPoint } from '@understudy/fault-points';
import type { Member } from '@understudy/metadata-store';
import { type CopyAnswer, copiesPerQuestion, promiseMs } from '@understudy/peer-protocol';
import type { MembershipView } from '../membership/view.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { belongsTo, type CopyDecision, decideCopy } from './decide-copy.js';
import type { OwnerClient } from './owner-client.js';
import { sealedText } from './pieces-here.js';
import type { TargetStates } from './target-state.js';

export interface LookOptions {
  readonly selfId: string;
  readonly view: MembershipView;
  readonly isReplicated: (artifact: StoredArtifact) => boolean;
  /** Whether a further copy here is asked for. */
  readonly staysHere: (artifact: StoredArtifact) => boolean;
  readonly owners: OwnerClient;
  readonly targets: TargetStates;
  /** Whether the worker has no room for the copy for a while. */
  readonly isDeclined: (artifact: StoredArtifact, worker: string) => boolean;
  /** Offers the copy; whether it was taken on for the first time. */
  readonly offer: (member: Member, artifact: StoredArtifact) => Promise<boolean>;
  /** False where the copy is in use, or was promised to somebody. */
  readonly remove: (artifact: StoredArtifact) => Promise<boolean>;
  /** Whether to go on: false when the membership has changed meanwhile. */
  readonly isCurrent: () => boolean;
}

export interface Looked {
  /** Nothing is left to be seen to. */
  readonly settled: StoredArtifact[];
  /** How many copies were taken on for the first time. */
  readonly offered: number;
}

/** The copies for which some worker can be asked; those that wait for an answer to an offer come first. */
export function worthAsking(
  { selfId, view, isReplicated, targets, isDeclined }: LookOptions,
  artifacts: readonly StoredArtifact[],
  isOffered: (artifact: StoredArtifact) => boolean,
): StoredArtifact[] {
  const nowMs = performance.now();
  const isWorth = (artifact: StoredArtifact) => {
    const others = belongsTo(view.owners(artifact.contentId), isReplicated(artifact)).filter(
      (id) => id !== selfId,
    );
    if (others.length === 0) return true;
    return isOffered(artifact)
      ? others.some((worker) => targets.mayBeAsked(worker, nowMs))
      : others.some((worker) => targets.takesMore(worker, nowMs) && !isDeclined(artifact, worker));
  };
  return artifacts.filter(isWorth).toSorted((a, b) => Number(isOffered(b)) - Number(isOffered(a)));
}

/** Asks where a batch of copies belongs whether they are there, and does what follows from the answers. */
export async function lookAtCopies(options: LookOptions, batch: readonly StoredArtifact[]): Promise<Looked> {
  const { selfId, view, isReplicated, staysHere } = options;
  const askedAtMs = performance.now();
  const asked = new Map(batch.map((artifact) => [artifact, sealedText(artifact)]));
  const answerOf = await askOwners(options, batch);
  const leaving = view.member(selfId)?.state === 'draining';
  const decisions = batch.map((artifact) => {
    const decision = decideCopy({
      self: selfId,
      owners: view.owners(artifact.contentId),
      isReplicated: isReplicated(artifact),
      staysHere: staysHere(artifact),
      leaving,
      answerOf: (worker) => answerOf(worker, artifact),
    });
    return { artifact, decision };
  });
  const settled = decisions.filter(({ decision }) => decision.settled).map(({ artifact }) => artifact);
  // Promises end; offers can wait.
  for (const { artifact, decision } of decisions) {
    if (!decision.remove || !options.isCurrent()) continue;
    // More may have come here since the question.
    if (sealedText(artifact) !== asked.get(artifact)) continue;
    // Half of the time that was promised is for the removal itself, and for clocks that run differently.
    if (performance.now() - askedAtMs >= promiseMs / 2) break;
    faultPoint('rebalance.promised');
    if (await options.remove(artifact)) settled.push(artifact);
  }
  return { settled, offered: await offerAll(options, decisions) };
}

async function offerAll(
  { view, targets, offer, isCurrent }: LookOptions,
  decisions: readonly { readonly artifact: StoredArtifact; readonly decision: CopyDecision }[],
): Promise<number> {
  let offered = 0;
  for (const { artifact, decision } of decisions) {
    for (const worker of decision.offerTo) {
      const member = view.member(worker);
      if (member === undefined || !isCurrent() || !targets.takesMore(worker, performance.now())) continue;
      if (await offer(member, artifact)) offered += 1;
    }
  }
  return offered;
}

/** Asks each worker once for all copies of the batch that belong there. */
async function askOwners(options: LookOptions, batch: readonly StoredArtifact[]) {
  const { selfId, view, isReplicated, staysHere, targets, owners } = options;
  const questions = new Map<string, { promised: StoredArtifact[]; plain: StoredArtifact[] }>();
  for (const artifact of batch) {
    const { master, replica } = view.owners(artifact.contentId);
    const isKept = selfId === master || selfId === replica || staysHere(artifact);
    for (const worker of belongsTo({ master, replica }, isReplicated(artifact))) {
      if (worker === selfId) continue;
      const question = questions.get(worker) ?? { promised: [], plain: [] };
      questions.set(worker, question);
      (isKept ? question.plain : question.promised).push(artifact);
    }
  }
  const answers = new Map<string, CopyAnswer>();
  const ask = async (worker: string, artifacts: readonly StoredArtifact[], promise: boolean) => {
    const member = view.member(worker);
    if (artifacts.length === 0 || member === undefined || !targets.mayBeAsked(worker, performance.now()))
      return;
    const said = await owners.ask(member, artifacts, promise);
    artifacts.forEach((artifact, index) => {
      const answer = said?.[index];
      if (answer !== undefined) answers.set(`${worker} ${artifact.contentId}`, answer);
    });
    if (said !== undefined) targets.worked(worker);
  };
  await Promise.all(
    [...questions].flatMap(([worker, { promised, plain }]) => [
      ask(worker, promised, true),
      ask(worker, plain, false),
    ]),
  );
  return (worker: string, { contentId }: StoredArtifact): CopyAnswer | 'unknown' =>
    answers.get(`${worker} ${contentId}`) ?? 'unknown';
}

/** Well below what a body may have; a video with every other segment has a long list of them. */
const questionBytes = 256 * 1024;
/** What a copy takes in a question beside its pieces. */
const copyBytes = 120;

/** In batches of one question each. */
export function* batchesOf(artifacts: readonly StoredArtifact[]): Generator<readonly StoredArtifact[]> {
  let batch: StoredArtifact[] = [];
  let bytes = 0;
  for (const artifact of artifacts) {
    batch.push(artifact);
    bytes += copyBytes + sealedText(artifact).length;
    if (batch.length < copiesPerQuestion && bytes < questionBytes) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}
