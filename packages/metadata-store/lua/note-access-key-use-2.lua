-- Remembers that a key was used now.
-- KEYS[1] keys: hash, ID -> JSON    KEYS[2] when each was used last: hash, ID -> ms    ARGV[2] ID
-- Result: {'ok'}
if redis.call('HEXISTS', KEYS[1], ARGV[2]) == 1 then
  redis.call('HSET', KEYS[2], ARGV[2], now)
end
return {'ok'}
