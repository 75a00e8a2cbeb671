-- Keeps or ends the operator's wish to drain a member; the epoch rises if that is a change.
-- KEYS, ARGV[1..5]: see observe-members    ARGV[6] worker ID    ARGV[7] 'draining' or 'active'
-- Result: {'ok', 1 if it is a member, otherwise 0}
if redis.call('HEXISTS', KEYS[1], ARGV[6]) == 0 then
  return {'ok', 0}
end
local command = ARGV[7] == 'draining' and 'SADD' or 'SREM'
if redis.call(command, KEYS[3], ARGV[6]) == 1 then
  raise_epoch()
end
return {'ok', 1}
