-- Adds or replaces a member and renews its lease; the epoch rises if its JSON differs.
-- KEYS, ARGV[1..5]: see observe-members    ARGV[6] worker ID    ARGV[7] JSON    ARGV[8] lease in ms
-- Result: {'ok', epoch}
local before = redis.call('HGET', KEYS[1], ARGV[6])
if not before then
  change_lost(ARGV[6])
end
if before ~= ARGV[7] then
  redis.call('HSET', KEYS[1], ARGV[6], ARGV[7])
  raise_epoch()
end
redis.call('ZADD', KEYS[2], now + tonumber(ARGV[8]), ARGV[6])
return {'ok', current_epoch()}
