-- Takes a lease that is free, the caller's own, or (takeover) still has the token of a holder found dead; the same rule
-- as `acquire` in lease-rules.ts. The token rises when the owner changes. The key stays until the artifact is forgotten, so that it does not fall.
-- KEYS[1] lease: hash {owner, token, expires}    ARGV[2] owner    ARGV[3] ttl in ms    ARGV[4] expected token or ''
-- Result: {'ok', token}, or {'ok', token, owner, ms until it expires} when another has it
local lease = redis.call('HMGET', KEYS[1], 'owner', 'token', 'expires')
local owner, token, expires = lease[1] or '', tonumber(lease[2] or 0), tonumber(lease[3] or 0)
local is_mine = owner == ARGV[2]
local is_free = owner == '' or expires <= now
local is_found_dead = token == tonumber(ARGV[4])
if not (is_mine or is_free or is_found_dead) then
  return {'ok', token, owner, expires - now}
end
if not is_mine then
  token = token + 1
end
-- Anew: a forgotten artifact that was described again is not forgotten any more.
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'owner', ARGV[2], 'token', token, 'expires', now + tonumber(ARGV[3]))
return {'ok', token}
