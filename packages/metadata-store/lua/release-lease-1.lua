-- Frees a lease and keeps its token.
-- KEYS[1] lease: hash {owner, token, expires}    ARGV[2] owner    ARGV[3] token
-- Result: {'ok', 1 if it was the owner's, otherwise 0}
local lease = redis.call('HMGET', KEYS[1], 'owner', 'token')
if lease[1] ~= ARGV[2] or lease[2] ~= ARGV[3] then
  return {'ok', 0}
end
redis.call('HSET', KEYS[1], 'owner', '', 'expires', 0)
return {'ok', 1}
