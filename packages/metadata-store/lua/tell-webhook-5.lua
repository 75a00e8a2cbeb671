-- Enqueues a message for a hook that is subscribed to a video and was not told this before; drops the oldest above the limit.
-- KEYS[1] subscriptions to the video: hash, hook -> 'video-ID mark mark ...', what the hook was told of it
-- KEYS[2] messages: hash, key -> 'video-ID news'     KEYS[3] attempts: hash, key -> how often it was claimed
-- KEYS[4] messages by age: zset, key by ms           KEYS[5] messages by when they are due: zset, key by ms
-- ARGV[2] hook    ARGV[3] mark    ARGV[4] key    ARGV[5] news, JSON    ARGV[6] video ID to subscribe it, '' to tell only subscribers
-- ARGV[7] limit   ARGV[8] in how many ms it is due    ARGV[9] how many replicas are waited for
-- Result: {'ok', 1 if it is new, otherwise 0, keys of what was dropped ...}
local subscription = redis.call('HGET', KEYS[1], ARGV[2])
if not subscription then
  if ARGV[6] == '' then
    return {'ok', 0}
  end
  subscription = ARGV[6]
end
if string.find(subscription .. ' ', ' ' .. ARGV[3] .. ' ', 1, true) then
  -- Written again, for the replicas that are waited for: see create-description.
  if tonumber(ARGV[9]) > 0 then
    redis.call('HSET', KEYS[1], ARGV[2], subscription)
  end
  return {'ok', 0}
end
redis.call('HSET', KEYS[1], ARGV[2], subscription .. ' ' .. ARGV[3])
redis.call('HSET', KEYS[2], ARGV[4], string.match(subscription, '^%S+') .. ' ' .. ARGV[5])
redis.call('ZADD', KEYS[4], now, ARGV[4])
redis.call('ZADD', KEYS[5], now + tonumber(ARGV[8]), ARGV[4])
local result = {'ok', 1}
local above = redis.call('HLEN', KEYS[2]) - tonumber(ARGV[7])
if above > 0 then
  for _, key in ipairs(redis.call('ZRANGE', KEYS[4], 0, above - 1)) do
    redis.call('HDEL', KEYS[2], key)
    redis.call('HDEL', KEYS[3], key)
    redis.call('ZREM', KEYS[4], key)
    redis.call('ZREM', KEYS[5], key)
    result[#result + 1] = key
  end
end
return result
