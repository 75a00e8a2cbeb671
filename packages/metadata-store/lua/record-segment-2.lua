-- Accepts the first entry of a piece, unless the writer's token is stale.
-- KEYS[1] manifest: hash, piece -> entry    KEYS[2] lease: hash {owner, token, expires}
-- ARGV[2] piece    ARGV[3] entry    ARGV[4] token or ''
-- Result: {'ok', 'accepted'}, {'ok', 'stale'} or {'ok', 'conflict', accepted entry}
if ARGV[4] ~= '' and tonumber(ARGV[4]) < tonumber(redis.call('HGET', KEYS[2], 'token') or 0) then
  return {'ok', 'stale'}
end
redis.call('HSETNX', KEYS[1], ARGV[2], ARGV[3])
local accepted = redis.call('HGET', KEYS[1], ARGV[2])
if accepted == ARGV[3] then
  return {'ok', 'accepted'}
end
return {'ok', 'conflict', accepted}
