import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import { type MetadataStore, videoIdOf } from '@understudy/metadata-store';
import type { DescriptionReader } from '../archive/description-reader.js';
import type { VideoDeletions } from '../deletions/deletions.js';
import type { ArtifactStore } from '../store/artifact-store.js';
import { contentIdsOf } from '../store/content-form.js';
import { Production } from './production.js';
import type { ProductionContext } from './production-context.js';

interface Options {
  /** Those that were begun, by content ID. */
  readonly begun: Map<bigint, Production>;
  readonly context: ProductionContext;
  readonly store: ArtifactStore;
  readonly deletions: Pick<VideoDeletions, 'has' | 'refuse' | 'confirm' | 'caughtUp'>;
  readonly metadata: Pick<MetadataStore, 'readDescription' | 'dropHolder'>;
  /** Undefined where there is no archive. */
  readonly archivedDescriptions: Pick<DescriptionReader, 'read'> | undefined;
  /** Whether another worker was told that the copy is here. */
  readonly isPromised: (contentId: bigint) => boolean;
}

/** The one production of each video, begun when it is first asked for. */
export class Productions {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws UnderstudyError `gone` */
  begin(contentId: bigint, canonicalDescription: string): Production {
    const { begun, context, deletions, store } = this.#options;
    deletions.refuse(contentId);
    const known = begun.get(contentId);
    if (known !== undefined) return known;
    const production = new Production(store.getOrCreate(contentId, canonicalDescription), context);
    begun.set(contentId, production);
    return production;
  }

  /** See `WorkerContext.productionOf`. */
  beginForPeer(contentId: bigint, canonicalDescription: string): Production {
    const isNew = !this.#options.begun.has(contentId);
    const production = this.begin(contentId, canonicalDescription);
    if (isNew) void this.#options.deletions.confirm(production.artifact);
    return production;
  }

  /** See `WorkerContext.knownProduction`. */
  known(contentId: bigint): Production | undefined {
    const artifact = this.#options.store.get(contentId);
    if (artifact === undefined || this.#options.deletions.has(contentId)) return undefined;
    return this.begin(contentId, artifact.canonical);
  }

  /** See `WorkerContext.openProduction`. */
  async open(contentId: bigint): Promise<Production> {
    const known = this.known(contentId);
    if (known !== undefined) return known;
    this.#options.deletions.refuse(contentId);
    const { store } = this.#options;
    const forms = contentIdsOf(contentId).flatMap((each) => store.get(each) ?? []);
    const canonical = forms[0]?.canonical ?? (await this.#describe(videoIdOf(contentId)));
    if (canonical === undefined) throw new UnderstudyError('not_found', `no description ${contentId}`);
    return this.begin(contentId, canonical);
  }

  /**
   * The description as the metadata store has it, and while that is away as the archive has it: there may still be that of a video
   * which was deleted a moment ago, so whoever has not heard of deletions yet does not ask.
   */
  async #describe(videoId: bigint): Promise<string | undefined> {
    const { archivedDescriptions, deletions, metadata } = this.#options;
    try {
      return await metadata.readDescription(videoId);
    } catch (error) {
      if (!isUnderstudyError(error, 'metadata_unavailable') || !deletions.caughtUp) throw error;
      const archived = await archivedDescriptions?.read(videoId);
      if (archived === undefined) throw error;
      return archived;
    }
  }

  /** See `WorkerContext.removeCopy`. */
  async removeCopy(contentId: bigint): Promise<boolean> {
    const { begun, context, store, metadata, isPromised } = this.#options;
    const production = this.known(contentId);
    if (production === undefined || production.busy || isPromised(contentId)) return false;
    const { artifact } = production;
    await artifact.clear();
    // Somebody may have asked for it meanwhile, and goes on with these objects.
    if (!production.busy) {
      begun.delete(contentId);
      store.forget(contentId);
    }
    // A hint that is wrong costs whoever follows it a question; the store may be away.
    await metadata.dropHolder(artifact.artifactId, context.selfId).catch(() => undefined);
    return true;
  }
}
