-- Stores a description under the next content ID, unless its digest has one.
-- KEYS[1] digests: hash, digest -> content ID    KEYS[2] descriptions: hash, content ID -> JSON    KEYS[3] count of descriptions
-- KEYS[4] order: zset of content IDs in 20 digits, all with the score 0
-- ARGV[2] digest    ARGV[3] JSON    ARGV[4] how many replicas are waited for
-- ARGV[5] pool (13 bits), high bits of the content ID
-- ARGV[6] where a store without descriptions begins to count
-- ARGV[7] the highest count that the caller has seen: a store that was set back to a backup goes on above it
-- Result: {'ok', content ID as text, 1 if it is new, otherwise 0}
local existing = redis.call('HGET', KEYS[1], ARGV[2])
if existing then
  -- Who stored it may have been told that no replica has it, and WAIT is promised only for what its own connection wrote.
  if tonumber(ARGV[4]) > 0 then
    redis.call('HSET', KEYS[1], ARGV[2], existing)
  end
  return {'ok', existing, 0}
end
redis.call('SET', KEYS[3], ARGV[6], 'NX')
if tonumber(ARGV[7]) > tonumber(redis.call('GET', KEYS[3])) then
  redis.call('SET', KEYS[3], ARGV[7])
end
local count = redis.call('INCR', KEYS[3])
-- pool * 2^48 + count, in two halves of decimal digits: a Lua number would round 64 bits. 2^48 is 281474976 710656.
local pool = tonumber(ARGV[5])
local low = pool * 710656 + count % 1000000
local high = pool * 281474976 + math.floor(count / 1000000) + math.floor(low / 1000000)
local content_id = high > 0 and string.format('%.0f%06.0f', high, low % 1000000) or string.format('%.0f', low)
redis.call('HSET', KEYS[2], content_id, ARGV[3])
redis.call('HSET', KEYS[1], ARGV[2], content_id)
redis.call('ZADD', KEYS[4], 0, string.rep('0', 20 - #content_id) .. content_id)
return {'ok', content_id, 1}
