import { useState } from 'preact/hooks';
import { whyNotPlayed } from './why-not-played.js';

interface PreviewProps {
  readonly video: string;
  readonly publicUrl: string | null;
}

/** Plays the video as players get it. Nothing is loaded before somebody asks for it: that would have it made. */
export function Preview({ video, publicUrl }: PreviewProps) {
  const [opened, setOpened] = useState(false);
  const [failure, setFailure] = useState<string>();
  if (publicUrl === null)
    return (
      <p class="empty">
        There is no preview: where players come to is not known here (UNDERSTUDY_PUBLIC_URL of the console).
      </p>
    );
  if (!opened)
    return (
      <>
        <p>
          <button
            type="button"
            onClick={() => {
              setFailure(undefined);
              setOpened(true);
            }}
          >
            Preview
          </button>{' '}
          <span class="empty">Plays it here; what is not made yet is made for it.</span>
        </p>
        <p class="failure" role="alert">
          {failure}
        </p>
      </>
    );
  const refused = async () => {
    setFailure(await whyNotPlayed(video, publicUrl));
    setOpened(false);
  };
  return (
    // biome-ignore lint/a11y/useMediaCaption: nobody has described what is heard in it.
    <video
      class="preview"
      controls
      autoPlay
      src={`${publicUrl}/v/${video}/video.mp4`}
      onError={() => void refused()}
    />
  );
}
