#!/bin/sh
# Builds ffmpeg and ffprobe from Debian's own source package, with the libraries that the bundled generator uses and no others, so that
# it starts sooner. Docs: docs/how-to/start-ffmpeg-faster.md
#
#   infra/ffmpeg/build.sh /usr/local
#
# As root on Debian 12, while no worker runs what it replaces; five minutes on two cores. Fetches from the machine's own Debian mirrors alone, whose signatures apt checks.
# Leaves bin/ffmpeg, bin/ffprobe, and in share/ffmpeg-packages the Debian packages that another machine needs to run them.
set -eu
to=${1:?usage: infra/ffmpeg/build.sh DIRECTORY}
mkdir -p "$to/bin" "$to/share"
to=$(cd "$to" && pwd)
. /etc/os-release
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
mkdir -p "$work/sources.list.d" "$work/lists/partial" "$work/source"

# Sources are fetched with a list of their own, so that the machine's stays as it is: its mirrors of this release, with `deb-src`.
suite="(^|[[:space:]])$VERSION_CODENAME(-updates|-security)?([[:space:]]|\$)"
for file in /etc/apt/sources.list.d/*.sources; do
  [ -e "$file" ] && grep -Eq "^Suites:.*$suite" "$file" || continue
  sed 's/^Types:.*/Types: deb-src/' "$file" >"$work/sources.list.d/$(basename "$file")"
done
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
  [ -e "$file" ] || continue
  grep -E "^deb[[:space:]].*$suite" "$file" | sed 's/^deb/deb-src/' >"$work/sources.list.d/$(basename "$file" .list).list" || true
done
source_apt() {
  apt-get -q -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$work/sources.list.d" -o "Dir::State::lists=$work/lists" \
    -o APT::Sandbox::User=root "$@"
}

apt-get -q update
apt-get -q install --yes --no-install-recommends dpkg-dev gcc libc6-dev libbz2-dev libdav1d-dev libfreetype-dev libfribidi-dev libx264-dev make nasm pkg-config zlib1g-dev
source_apt -o APT::Update::Error-Mode=any update
# Others may offer the same release, and an ffmpeg of their own.
for release in "$work"/lists/*Release; do
  [ -e "$release" ] || { echo "no mirror of $VERSION_CODENAME is in /etc/apt/sources.list or sources.list.d" >&2; exit 1; }
  grep -q '^Origin: Debian$' "$release" || rm -f "${release%_*Release}"_*
done
(cd "$work/source" && source_apt source ffmpeg)

cd "$work"/source/ffmpeg-*/
# Nothing that is found by chance. What is left out is devices, the network, hardware, and some 200 libraries: of what clips may be in, AV1 alone
# needs one.
./configure --toolchain=hardened --enable-gpl --disable-autodetect --disable-debug --disable-doc --disable-ffplay --disable-network \
  --disable-devices --enable-indev=lavfi --disable-hwaccels --enable-bzlib --enable-zlib --enable-libdav1d --enable-libfreetype --enable-libfribidi --enable-libx264
make -j"$(nproc)" ffmpeg ffprobe
# `configure` leaves out what lacks something, and says nothing.
./ffmpeg -v error -filters >"$work/can" && ./ffmpeg -v error -encoders >>"$work/can" && ./ffmpeg -v error -decoders >>"$work/can"
for each in drawtext libx264 aac mjpeg libdav1d; do
  grep -Eq "[[:space:]]$each[[:space:]]" "$work/can" || { echo "what was built lacks $each" >&2; exit 1; }
done

# A library is known to dpkg by the path that it has in its package, where /lib may be a link to /usr/lib.
ldd ./ffmpeg >"$work/ldd"
ldd ./ffprobe >>"$work/ldd"
sed -n 's/.*=> \(\/[^ ]*\) .*/\1/p' "$work/ldd" | sort -u >"$work/libraries"
while read -r library; do
  dpkg -S "$library" 2>/dev/null || dpkg -S "${library#/usr}" 2>/dev/null || dpkg -S "/usr$library" 2>/dev/null ||
    { echo "no package has $library" >&2; exit 1; }
done <"$work/libraries" >"$work/owners"
sed 's/:.*//' "$work/owners" | sort -u >"$to/share/ffmpeg-packages"

# Each at once, since something may be running them.
for program in ffmpeg ffprobe; do
  install --strip "$program" "$to/bin/.$program.new"
  mv "$to/bin/.$program.new" "$to/bin/$program"
done
"$to/bin/ffmpeg" -version | head -n 1
