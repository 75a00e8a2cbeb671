-- Keeps what a session is; forgets those whose time is over, and above the limit those whose time is over next.
-- KEYS[1] sessions: hash, key -> 'until when in ms' 'JSON'    KEYS[2] their ends: zset, key by ms
-- ARGV[2] key    ARGV[3] JSON    ARGV[4] lifetime in ms    ARGV[5] limit    ARGV[6] how many are forgotten at once at most
-- Result: {'ok'}
local until_ms = now + tonumber(ARGV[4])
redis.call('HSET', KEYS[1], ARGV[2], string.format('%d %s', until_ms, ARGV[3]))
redis.call('ZADD', KEYS[2], until_ms, ARGV[2])
local over = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, ARGV[6])
local above = redis.call('HLEN', KEYS[1]) - tonumber(ARGV[5])
if above > #over then
  over = redis.call('ZRANGE', KEYS[2], 0, math.min(above, tonumber(ARGV[6])) - 1)
end
for _, key in ipairs(over) do
  redis.call('HDEL', KEYS[1], key)
  redis.call('ZREM', KEYS[2], key)
end
return {'ok'}
