-- Removes a claimed message, or has it due again, unless it was claimed again or removed meanwhile.
-- KEYS[1] messages: hash, key -> 'video-ID news'    KEYS[2] attempts: hash, key -> how often it was claimed
-- KEYS[3] messages by age: zset, key by ms          KEYS[4] messages by when they are due: zset, key by ms
-- ARGV[2] key    ARGV[3] attempts when it was claimed    ARGV[4] in how many ms it is due again, '' to remove it
-- Result: {'ok', 1}, or {'ok', 0} when it was not the caller's any more
if redis.call('HGET', KEYS[2], ARGV[2]) ~= ARGV[3] then
  return {'ok', 0}
end
if ARGV[4] ~= '' then
  redis.call('ZADD', KEYS[4], now + tonumber(ARGV[4]), ARGV[2])
  return {'ok', 1}
end
redis.call('HDEL', KEYS[1], ARGV[2])
redis.call('HDEL', KEYS[2], ARGV[2])
redis.call('ZREM', KEYS[3], ARGV[2])
redis.call('ZREM', KEYS[4], ARGV[2])
return {'ok', 1}
