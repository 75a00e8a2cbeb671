-- Gives messages of a hook that are due, and puts off each for as long as its claim holds.
-- KEYS[1] messages: hash, key -> 'video-ID news'    KEYS[2] attempts: hash, key -> how often it was claimed
-- KEYS[3] messages by when they are due: zset, key by ms
-- ARGV[2] how many at most    ARGV[3] for how many ms the claim holds
-- Result: {'ok', how many are outstanding, {key, 'video-ID news', attempts as text} ...}
local result = {'ok', redis.call('HLEN', KEYS[1])}
for _, key in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now, 'LIMIT', 0, ARGV[2])) do
  redis.call('ZADD', KEYS[3], now + tonumber(ARGV[3]), key)
  local attempts = redis.call('HINCRBY', KEYS[2], key, 1)
  result[#result + 1] = {key, redis.call('HGET', KEYS[1], key), tostring(attempts)}
end
return result
