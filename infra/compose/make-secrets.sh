#!/bin/sh
# Makes the secrets of docker-compose.yml in infra/secrets (or the directory that is named), each once: what is there stays.
# Needs openssl. A certificate of your own for the edge: put it in `edge_certificate`, its key in `edge_key`. A Redis or an archive of
# your own: `metadata_url`, `archive_credentials`.
set -eu
umask 077
directory=${1:-$(dirname "$0")/../secrets}
mkdir -p "$directory"
cd "$directory"

# Containers read them as users that this machine does not know; the directory is closed to everybody else here.
keep() {
  if [ -s "$1" ]; then
    cat >/dev/null
  else
    cat >"$1.new" && chmod 444 "$1.new" && mv "$1.new" "$1"
  fi
}
base64_key() { openssl rand -base64 32; }
hex_key() { openssl rand -hex 32; }

{ printf '1:'; base64_key; } | keep id_keys
base64_key | keep placement_key
base64_key | keep peer_secret
hex_key | keep api_keys
hex_key | keep admin_key
hex_key | keep grafana_password

# What two files have in common is read from the one that is there; of another Redis than that of compose there is nothing to read.
if [ ! -s metadata_url ] || [ ! -s redis_acl ]; then
  password=
  if [ -s metadata_url ]; then password=$(sed -n 's|^redis://understudy:\([0-9a-f]*\)@redis:6379$|\1|p' metadata_url); fi
  if [ -s redis_acl ]; then password=$(sed -n 's|^user understudy on >\([0-9a-f]*\) .*|\1|p' redis_acl); fi
  password=${password:-$(hex_key)}
  echo "redis://understudy:$password@redis:6379" | keep metadata_url
  # Its rights: docs/reference/metadata-store.md, "Rights". The health check has a user who may do nothing else.
  # `default` is off, but has its rights: as that user Redis takes up its own file.
  keep redis_acl <<ACL
user default off ~* &* +@all
user health on nopass resetkeys resetchannels -@all +ping
user understudy on >$password resetkeys ~understudy:* resetchannels &understudy:* -@all +hello +info +ping +time +eval +evalsha +subscribe +publish +get +set +incr +pexpire +del +hget +hmget +hset +hsetnx +hdel +hvals +hexists +hincrby +hlen +hscan +zadd +zcard +zrem +zrange +zrangebyscore +zincrby +sadd +srem +smembers +lpos +lpush +ltrim +rpush +lrange +llen +config|get +acl|dryrun +wait
ACL
fi

if [ ! -s archive_credentials ] || [ ! -s archive_identities ]; then
  secret=
  if [ -s archive_credentials ] && grep -q '^aws_access_key_id = understudy$' archive_credentials; then
    secret=$(sed -n 's|^aws_secret_access_key = \([0-9a-f]*\)$|\1|p' archive_credentials)
  fi
  if [ -s archive_identities ]; then secret=$(sed -n 's|.*"secretKey": "\([0-9a-f]*\)".*|\1|p' archive_identities); fi
  secret=${secret:-$(hex_key)}
  keep archive_credentials <<INI
[default]
aws_access_key_id = understudy
aws_secret_access_key = $secret
INI
  keep archive_identities <<JSON
{
  "identities": [
    {
      "name": "understudy",
      "credentials": [{ "accessKey": "understudy", "secretKey": "$secret" }],
      "actions": ["Admin:understudy", "Read:understudy", "Write:understudy", "List:understudy"]
    }
  ]
}
JSON
fi

# Nobody trusts it but who is told to: for a first look.
certificates=0
for name in edge_certificate edge_key; do if [ -s $name ]; then certificates=$((certificates + 1)); fi; done
if [ $certificates = 1 ]; then
  echo "$(pwd) has one of edge_certificate and edge_key: put the other there, or remove both" >&2
  exit 1
fi
if [ $certificates = 0 ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout made_key -out made_certificate 2>/dev/null
  keep edge_key <made_key
  keep edge_certificate <made_certificate
  rm -f made_key made_certificate
fi
echo "secrets are in $(pwd)"
