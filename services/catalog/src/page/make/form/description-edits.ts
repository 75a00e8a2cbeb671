export type Json = unknown;

/** As `<width>×<height>`, in pixels. */
export const sizes = ['1920×1080', '1280×720', '640×360', '720×1280'] as const;

/** What a scene can show, with what each needs to begin with. */
export const sources: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  gradients: { type: 'gradients', seed: 1 },
  mandelbrot: { type: 'mandelbrot', seed: 1 },
  life: { type: 'life', seed: 1, cellPx: 8 },
  cellular: { type: 'cellular', seed: 1, rule: 110, cellPx: 16 },
  sierpinski: { type: 'sierpinski', seed: 1 },
  testcard: { type: 'testcard', card: 'testsrc2' },
  still: { type: 'still', color: '#1d55b3' },
  clip: { type: 'clip', name: '' },
};

export function isRecord(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object with another member, or without it where that is undefined. */
export function withMember(object: Json, name: string, member: Json): Json {
  const { [name]: _, ...others } = isRecord(object) ? object : {};
  if (member === undefined) return others;
  // Where it was, so that a text that is written of it changes in one place.
  return isRecord(object) && name in object ? { ...object, [name]: member } : { ...others, [name]: member };
}

/** The member of a member, where there are such. */
export function memberAt(value: Json, ...names: readonly string[]): Json {
  return names.reduce<Json>((at, name) => (isRecord(at) ? at[name] : undefined), value);
}

/** The type of a scene's source. */
export function sourceOf(scene: Json): string {
  return String(memberAt(scene, 'source', 'type') ?? 'gradients');
}

/** A scene to add: the kind of source that comes next, so that it looks different. */
export function newScene(previousSource: string): Json {
  const kinds = Object.keys(sources).filter((kind) => kind !== 'clip');
  const kind = kinds[(kinds.indexOf(previousSource) + 1) % kinds.length] as string;
  return { duration: 5, source: sources[kind] };
}
