-- Removes the subscription of a hook to a video, and what is outstanding of it.
-- KEYS[1] subscriptions to the video: hash, hook -> 'video-ID mark mark ...', what the hook was told of it
-- KEYS[2] messages    KEYS[3] attempts    KEYS[4] messages by age    KEYS[5] messages by when they are due: see tell-webhook
-- ARGV[2] hook        ARGV[3] what the keys of messages begin with before the mark
-- Result: {'ok'}
local subscription = redis.call('HGET', KEYS[1], ARGV[2])
if subscription then
  for mark in string.gmatch(subscription, ' (%S+)') do
    local key = ARGV[3] .. mark
    redis.call('HDEL', KEYS[2], key)
    redis.call('HDEL', KEYS[3], key)
    redis.call('ZREM', KEYS[4], key)
    redis.call('ZREM', KEYS[5], key)
  end
  redis.call('HDEL', KEYS[1], ARGV[2])
end
return {'ok'}
