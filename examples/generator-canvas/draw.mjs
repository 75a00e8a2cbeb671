// Draws the frames of one segment in Node and has ffmpeg encode them: the description comes on standard input, which frames in the
// environment, and the segment goes to standard output as fragmented MP4. A frame follows from its number and the description alone, so
// every segment can be made by itself and has the same bytes each time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { createCanvas } from '@napi-rs/canvas';

const number = (name) => Number(process.env[`UNDERSTUDY_${name}`]);
const [width, height, fps] = [number('WIDTH'), number('HEIGHT'), number('FPS')];
const [firstFrame, frameCount] = [number('FIRST_FRAME'), number('FRAME_COUNT')];
const description = JSON.parse(await text(process.stdin));
const { seed = 1, balls = 12 } = description.scenes[0].source.input ?? {};

const canvas = createCanvas(width, height);
const context = canvas.getContext('2d');
const placed = Array.from({ length: balls }, (_, index) => ballOf(index));

if (process.argv[2] === 'poster') {
  draw(firstFrame);
  process.stdout.write(canvas.toBuffer('image/jpeg'));
} else await encode();

async function encode() {
  const ffmpeg = spawn('ffmpeg', encoderArguments(), { stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = once(ffmpeg, 'exit');
  for (let frame = firstFrame; frame < firstFrame + frameCount; frame += 1) {
    draw(frame);
    const pixels = context.getImageData(0, 0, width, height).data;
    // The encoder is waited for: frames that pile up would be memory.
    if (!ffmpeg.stdin.write(pixels)) await once(ffmpeg.stdin, 'drain');
  }
  ffmpeg.stdin.end();
  const [code] = await ended;
  process.exitCode = code ?? 1;
}

/** Balls of different sizes that bounce between the edges, over a ground that turns through the colours. */
function draw(frame) {
  const seconds = frame / fps;
  context.fillStyle = `hsl(${(seed * 37 + seconds * 20) % 360}, 40%, 20%)`;
  context.fillRect(0, 0, width, height);
  for (const ball of placed) {
    context.beginPath();
    context.arc(
      bounced(ball.x + ball.speedX * seconds, ball.radius, width),
      bounced(ball.y + ball.speedY * seconds, ball.radius, height),
      ball.radius,
      0,
      2 * Math.PI,
    );
    context.fillStyle = `hsl(${ball.hue}, 80%, 60%)`;
    context.fill();
  }
}

function ballOf(index) {
  const random = (salt) => fraction(Math.imul(seed + index * 7_919 + salt * 104_729, 2_654_435_761) >>> 0);
  const radius = height * (0.03 + 0.07 * random(1));
  return {
    radius,
    x: random(2) * width,
    y: random(3) * height,
    speedX: width * (random(4) - 0.5),
    speedY: height * (random(5) - 0.5),
    hue: Math.floor(random(6) * 360),
  };
}

/** A position between two edges, wherever it would be without them. */
function bounced(position, radius, size) {
  const room = size - 2 * radius;
  const way = (((position - radius) % (2 * room)) + 2 * room) % (2 * room);
  return radius + (way > room ? 2 * room - way : way);
}

function fraction(integer) {
  return integer / 2 ** 32;
}

/** One closed group of pictures on one thread, whose times go on where the segment before ends. */
function encoderArguments() {
  return [
    ...[
      '-v',
      'error',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgba',
      '-s',
      `${width}x${height}`,
      '-framerate',
      String(fps),
    ],
    ...['-i', 'pipe:0', '-copyts', '-vf', `setpts=(N+${firstFrame})/(${fps}*TB)`],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-threads', '1', '-level:v', '3.1'],
    ...['-x264-params', 'cpu-independent=1', '-g', '9999', '-sc_threshold', '0', '-bf', '0'],
    ...[
      '-fps_mode',
      'passthrough',
      '-enc_time_base',
      `1:${fps}`,
      '-video_track_timescale',
      String(512 * fps),
    ],
    ...['-flags', '+bitexact', '-fflags', '+bitexact', '-map_metadata', '-1'],
    ...['-movflags', 'empty_moov+default_base_moof+frag_keyframe+frag_discont+skip_trailer+delay_moov'],
    ...['-frag_duration', '400000', '-fragment_index', String(firstFrame + 1), '-f', 'mp4', 'pipe:1'],
  ];
}
