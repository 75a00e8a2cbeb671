-- Removes a description, frees its digest, and notes both at the end of the log of deletions: its length is the sequence.
-- KEYS[1] digests: hash, digest -> content ID    KEYS[2] descriptions: hash, content ID -> JSON
-- KEYS[3] deleted: hash, content ID -> sequence  KEYS[4] deletions: list of 'content ID digest', oldest first
-- ARGV[2] content ID    ARGV[3] digest or ''     ARGV[4] channel for hints
-- Result: {'ok', 'deleted'}, {'ok', 'gone'} when it was before, {'ok', 'unknown'} or {'ok', 'mistaken'} for another digest
local known = redis.call('HGET', KEYS[3], ARGV[2])
if known then
  -- Written again, for the replicas that are waited for: see create-description.
  redis.call('HSET', KEYS[3], ARGV[2], known)
  return {'ok', 'gone'}
end
if redis.call('HEXISTS', KEYS[2], ARGV[2]) == 0 then
  return {'ok', 'unknown'}
end
if redis.call('HGET', KEYS[1], ARGV[3]) ~= ARGV[2] then
  return {'ok', 'mistaken'}
end
redis.call('HDEL', KEYS[1], ARGV[3])
redis.call('HDEL', KEYS[2], ARGV[2])
local sequence = redis.call('RPUSH', KEYS[4], ARGV[2] .. ' ' .. ARGV[3])
redis.call('HSET', KEYS[3], ARGV[2], sequence)
redis.call('PUBLISH', ARGV[4], 'deletion ' .. sequence)
return {'ok', 'deleted'}
