#!/bin/sh
# Makes the secrets of docker-compose.yml in infra/secrets (or the directory that is named), each once: what is there stays.
# Needs openssl. A certificate of your own for the edge: put it in `edge_certificate`, its key in `edge_key`.
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

if [ ! -s metadata_url ] || [ ! -s redis_acl ]; then
  rm -f metadata_url redis_acl
  password=$(hex_key)
  echo "redis://understudy:$password@redis:6379" | keep metadata_url
  # Its rights: docs/reference/metadata-store.md, "Rights". The health check has a user who may do nothing else.
  # `default` is off, but has its rights: as that user Redis takes up its own file.
  keep redis_acl <<ACL
user default off ~* &* +@all
user health on nopass resetkeys resetchannels -@all +ping
user understudy on >$password resetkeys ~understudy:* resetchannels &understudy:* -@all +hello +info +ping +time +eval +evalsha +subscribe +publish +get +set +incr +pexpire +del +hget +hmget +hset +hsetnx +hdel +hvals +hexists +hincrby +hlen +hscan +zadd +zrem +zrange +zrangebyscore +zincrby +sadd +srem +smembers +lpos +lpush +ltrim +rpush +lrange +llen +config|get +acl|dryrun +wait
ACL
fi

if [ ! -s archive_credentials ] || [ ! -s archive_identities ]; then
  rm -f archive_credentials archive_identities
  secret=$(hex_key)
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
if [ ! -s edge_certificate ] || [ ! -s edge_key ]; then
  rm -f edge_certificate edge_key
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout made_key -out made_certificate 2>/dev/null
  keep edge_key <made_key
  keep edge_certificate <made_certificate
  rm -f made_key made_certificate
fi
echo "secrets are in $(pwd)"
