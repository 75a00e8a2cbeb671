-- Adds or replaces a member and renews its lease; the epoch rises if its JSON differs.
-- KEYS, ARGV[1..3]: see observe-members    ARGV[4] worker ID    ARGV[5] JSON    ARGV[6] lease in ms
-- Result: {'ok', epoch}
if redis.call('HGET', KEYS[1], ARGV[4]) ~= ARGV[5] then
  redis.call('HSET', KEYS[1], ARGV[4], ARGV[5])
  raise_epoch()
end
redis.call('ZADD', KEYS[2], now + tonumber(ARGV[6]), ARGV[4])
return {'ok', current_epoch()}
