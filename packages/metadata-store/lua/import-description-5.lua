-- Stores a description under the content ID that it has in another store, unless that or its digest is taken.
-- KEYS[1] digests: hash, digest -> content ID    KEYS[2] descriptions: hash, content ID -> JSON    KEYS[3] count of descriptions
-- KEYS[4] deleted: hash, content ID -> sequence   KEYS[5] order: zset of content IDs in 20 digits, all with the score 0
-- ARGV[2] digest    ARGV[3] JSON    ARGV[4] content ID    ARGV[5] its count (48 bits)
-- Result: {'ok', 'imported'}, {'ok', 'present'} or {'ok', 'conflict', content ID of the digest, '' or 'deleted'}
if redis.call('HEXISTS', KEYS[4], ARGV[4]) == 1 then
  return {'ok', 'conflict', 'deleted'}
end
local content_id = redis.call('HGET', KEYS[1], ARGV[2])
local json = redis.call('HGET', KEYS[2], ARGV[4])
local is_present = content_id == ARGV[4] and json == ARGV[3]
if not is_present and (content_id or json) then
  return {'ok', 'conflict', content_id or ''}
end
-- Also what is present: see create-description.
redis.call('HSET', KEYS[2], ARGV[4], ARGV[3])
redis.call('HSET', KEYS[1], ARGV[2], ARGV[4])
redis.call('ZADD', KEYS[5], 0, string.rep('0', 20 - #ARGV[4]) .. ARGV[4])
if tonumber(ARGV[5]) > tonumber(redis.call('GET', KEYS[3]) or 0) then
  redis.call('SET', KEYS[3], ARGV[5])
end
return {'ok', is_present and 'present' or 'imported'}
