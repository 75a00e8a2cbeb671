#!/bin/sh
# A video of ffmpeg's moving test pattern, in one run from its beginning: the description comes on standard input, what the frame is in
# the environment, and the video goes to standard output as fragmented MP4.
set -eu
description=$(cat)

# The input of the description, in canonical JSON: no spaces, members in order.
number() { printf %s "$description" | sed -n "s/.*\"$1\":\([0-9]\{1,4\}\)[,}].*/\1/p"; }
hue=$(number hue)
# As fast as it is watched, as a camera would be; otherwise as fast as it goes.
case $description in *'"live":true'*) pace=-re ;; *) pace= ;; esac

if [ "${1-}" = poster ]; then
  exec ffmpeg -nostdin -v error -f lavfi \
    -i "testsrc2=size=${UNDERSTUDY_WIDTH}x${UNDERSTUDY_HEIGHT}:rate=$UNDERSTUDY_FPS,hue=h=${hue:-0},select=eq(n\,$UNDERSTUDY_FIRST_FRAME)" \
    -frames:v 1 -f image2pipe -c:v mjpeg pipe:1
fi

# A key frame, and with it a fragment, at the first frame of every segment and nowhere else; shorter fragments between, so that it can be
# watched while it is made.
# shellcheck disable=SC2086
exec ffmpeg -nostdin -v error $pace -f lavfi \
  -i "testsrc2=size=${UNDERSTUDY_WIDTH}x${UNDERSTUDY_HEIGHT}:rate=$UNDERSTUDY_FPS,hue=h=${hue:-0}" \
  -frames:v "$UNDERSTUDY_FRAMES" -c:v libx264 -preset ultrafast -threads 1 -pix_fmt yuv420p -bf 0 -level:v 3.1 \
  -g "$UNDERSTUDY_SEGMENT_FRAMES" -keyint_min "$UNDERSTUDY_SEGMENT_FRAMES" -sc_threshold 0 \
  -movflags empty_moov+default_base_moof+frag_keyframe+skip_trailer -frag_duration 400000 -f mp4 pipe:1
