import type { FieldErrors } from './field-errors.js';
import { limits } from './limits.js';
import type { Description, Scene } from './schema.js';

/** The rules that hold between fields, which a schema cannot say. */
export function checkTimeline(description: Description, errors: FieldErrors): void {
  const totalS = description.scenes.reduce((sum, scene) => sum + scene.duration, 0);
  if (totalS > limits.maxTotalS) {
    errors.add('/scenes', `must last at most ${limits.maxTotalS} s together, last ${totalS} s`);
  }
  description.scenes.forEach((scene, index) => {
    checkScene(scene, description.scenes.length === 1, `/scenes/${index}`, errors);
  });
}

function checkScene(scene: Scene, isOnly: boolean, path: string, errors: FieldErrors): void {
  if (scene.source.type !== 'program' && scene.duration > limits.maxSceneS) {
    const wanted = `a number from ${limits.minSceneS} to ${limits.maxSceneS}`;
    errors.add(`${path}/duration`, `must be ${wanted}, is ${scene.duration}`);
  }
  const fadeS = (scene.fade?.in ?? 0) + (scene.fade?.out ?? 0);
  if (fadeS > scene.duration) {
    errors.add(
      `${path}/fade`,
      `in and out together must be at most the scene's ${scene.duration} s, are ${fadeS} s`,
    );
  }
  if (scene.source.type === 'program') checkProgramScene(scene, isOnly, path, errors);
  if (scene.audio?.type === 'clip' && scene.source.type !== 'clip') {
    errors.add(`${path}/audio/type`, 'can be "clip" only where the source is a clip');
  }
  const lines = scene.text?.value.split('\n').length ?? 0;
  if (lines > limits.textLines) {
    errors.add(`${path}/text/value`, `must have at most ${limits.textLines} lines, has ${lines}`);
  }
}

/** Its program makes all of the video, so nothing can stand beside it. */
function checkProgramScene(scene: Scene, isOnly: boolean, path: string, errors: FieldErrors): void {
  if (!isOnly) errors.add(`${path}/source`, 'must be the only scene where it is a program');
  for (const field of ['text', 'audio', 'fade'] as const) {
    if (scene[field] !== undefined)
      errors.add(`${path}/${field}`, 'must be left out where the source is a program');
  }
}
