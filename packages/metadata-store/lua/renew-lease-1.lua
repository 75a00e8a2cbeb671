-- Renews a lease, also one that ran out, if nobody took it.
-- KEYS[1] lease: hash {owner, token, expires}    ARGV[2] owner    ARGV[3] token    ARGV[4] ttl in ms
-- Result: {'ok', 1 if it is the owner's, otherwise 0}
local lease = redis.call('HMGET', KEYS[1], 'owner', 'token')
if lease[1] ~= ARGV[2] or lease[2] ~= ARGV[3] then
  return {'ok', 0}
end
redis.call('HSET', KEYS[1], 'expires', now + tonumber(ARGV[4]))
return {'ok', 1}
