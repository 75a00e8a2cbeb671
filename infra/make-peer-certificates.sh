#!/bin/sh
# Makes what services show each other (UNDERSTUDY_PEER_TLS_*): docs/how-to/encrypt-between-services.md tells how to use it. Needs openssl.
#
#   make-peer-certificates.sh <authority> <directory> <names> [days]
#
# In the directory <authority> is the authority, ca.pem and ca.key, made where it is not there yet: keep ca.key away from the services. In
# <directory> come cert.pem and key.pem, each time anew, and ca.pem where it does not have the authority: running services take them within a minute. <names> is a subjectAltName of
# openssl: DNS:worker-1.example,IP:10.0.0.7. <days>: how long the certificate is good, 90.
set -eu
if [ $# -lt 3 ]; then
  echo "usage: $0 <authority> <directory> <names> [days]" >&2
  exit 2
fi
umask 077
mkdir -p "$1" "$2"
authority=$(cd "$1" && pwd)
directory=$(cd "$2" && pwd)
names=$3
days=${4:-90}
work=$(mktemp -d "$directory/.new.XXXXXX")
trap 'rm -rf "$work"' EXIT

# Runs quietly; what went wrong is told.
quietly() { "$@" >"$work/said" 2>&1 || { cat "$work/said" >&2; exit 1; }; }

if [ ! -s "$authority/ca.key" ]; then
  if [ -s "$authority/ca.pem" ]; then
    echo "$authority has ca.pem without ca.key: put the key there, or remove it" >&2
    exit 1
  fi
  quietly openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj "/CN=Understudy peers" \
    -addext basicConstraints=critical,CA:TRUE,pathlen:0 -addext keyUsage=critical,keyCertSign,cRLSign \
    -keyout "$work/ca.key" -out "$work/ca.pem"
  mv "$work/ca.key" "$authority/ca.key"
  mv "$work/ca.pem" "$authority/ca.pem"
fi

quietly openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=Understudy peer" \
  -keyout "$work/key.pem" -out "$work/request.pem"
# Every service asks and is asked.
cat >"$work/extensions" <<EXTENSIONS
subjectAltName=$names
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth,clientAuth
EXTENSIONS
quietly openssl x509 -req -in "$work/request.pem" -CA "$authority/ca.pem" -CAkey "$authority/ca.key" \
  -set_serial "0x$(openssl rand -hex 16)" -days "$days" -sha256 -extfile "$work/extensions" -out "$work/cert.pem"
cp "$authority/ca.pem" "$work/ca-copy.pem"

# Whoever could read those before can read these: in a container the service may be another user.
for name in key cert; do
  [ ! -e "$directory/$name.pem" ] || chmod --reference="$directory/$name.pem" "$work/$name.pem"
done
# Each is whole at every moment; a service that sees one of two waits for the other.
mv "$work/key.pem" "$directory/key.pem"
mv "$work/cert.pem" "$directory/cert.pem"
# One that has the authority already may have another one too.
if ! openssl verify -CAfile "$directory/ca.pem" "$directory/cert.pem" >/dev/null 2>&1; then
  mv "$work/ca-copy.pem" "$directory/ca.pem"
fi
