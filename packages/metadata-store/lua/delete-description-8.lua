-- Removes a description, frees its digest, and notes both at the end of the log of deletions: its length is the sequence.
-- KEYS[1] digests: hash, digest -> content ID    KEYS[2] descriptions: hash, content ID -> JSON
-- KEYS[3] deleted: hash, content ID -> sequence  KEYS[4] deletions: list of 'content ID digest', oldest first
-- KEYS[5] count of descriptions               KEYS[6] which log it is: an ID made with its first entry
-- KEYS[7] order: zset of content IDs in 20 digits  KEYS[8] creators: hash, content ID -> creator
-- ARGV[2] content ID    ARGV[3] digest or ''     ARGV[4] channel for hints
-- ARGV[5] '', or the ID's count (48 bits) where it was deleted in another store: then it may be unknown here
-- ARGV[6] the ID of the log if this is its first entry
-- Result: {'ok', 'deleted'}, {'ok', 'gone'} when it was before, {'ok', 'unknown'} or {'ok', 'mistaken'} for another digest
local known = redis.call('HGET', KEYS[3], ARGV[2])
if known then
  -- Written again, for the replicas that are waited for: see create-description.
  redis.call('HSET', KEYS[3], ARGV[2], known)
  return {'ok', 'gone'}
end
local is_known = redis.call('HEXISTS', KEYS[2], ARGV[2]) == 1
if not is_known and ARGV[5] == '' then
  return {'ok', 'unknown'}
end
local has_digest = redis.call('HGET', KEYS[1], ARGV[3]) == ARGV[2]
if is_known and not has_digest then
  return {'ok', 'mistaken'}
end
if has_digest then
  redis.call('HDEL', KEYS[1], ARGV[3])
end
redis.call('HDEL', KEYS[2], ARGV[2])
redis.call('ZREM', KEYS[7], string.rep('0', 20 - #ARGV[2]) .. ARGV[2])
redis.call('HDEL', KEYS[8], ARGV[2])
if ARGV[5] ~= '' and tonumber(ARGV[5]) > tonumber(redis.call('GET', KEYS[5]) or 0) then
  redis.call('SET', KEYS[5], ARGV[5])
end
redis.call('SET', KEYS[6], ARGV[6], 'NX')
local sequence = redis.call('RPUSH', KEYS[4], ARGV[2] .. ' ' .. ARGV[3])
redis.call('HSET', KEYS[3], ARGV[2], sequence)
redis.call('PUBLISH', ARGV[4], 'deletion ' .. sequence)
return {'ok', 'deleted'}
