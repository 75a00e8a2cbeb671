-- Stores a description under the next content ID, unless its digest has one.
-- KEYS[1] digests: hash, digest -> content ID    KEYS[2] descriptions: hash, content ID -> JSON    KEYS[3] last content ID
-- ARGV[2] digest    ARGV[3] JSON    ARGV[4] how many replicas are waited for
-- Result: {'ok', content ID as text, 1 if it is new, otherwise 0}
local existing = redis.call('HGET', KEYS[1], ARGV[2])
if existing then
  -- Who stored it may have been told that no replica has it, and WAIT is promised only for what its own connection wrote.
  if tonumber(ARGV[4]) > 0 then
    redis.call('HSET', KEYS[1], ARGV[2], existing)
  end
  return {'ok', existing, 0}
end
redis.call('INCR', KEYS[3])
-- Read back as text: a Lua number would round a 64-bit ID.
local content_id = redis.call('GET', KEYS[3])
redis.call('HSET', KEYS[2], content_id, ARGV[3])
redis.call('HSET', KEYS[1], ARGV[2], content_id)
return {'ok', content_id, 1}
