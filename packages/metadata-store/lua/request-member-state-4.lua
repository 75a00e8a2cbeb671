-- Keeps or ends the operator's wish to drain a member; the epoch rises if that is a change.
-- KEYS, ARGV[1..3]: see observe-members    ARGV[4] worker ID    ARGV[5] 'draining' or 'active'
-- Result: {'ok', 1 if it is a member, otherwise 0}
if redis.call('HEXISTS', KEYS[1], ARGV[4]) == 0 then
  return {'ok', 0}
end
local command = ARGV[5] == 'draining' and 'SADD' or 'SREM'
if redis.call(command, KEYS[3], ARGV[4]) == 1 then
  raise_epoch()
end
return {'ok', 1}
