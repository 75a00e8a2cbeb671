-- Stores a description under the content ID that it has in another store, unless that or its digest is taken.
-- KEYS[1] digests: hash, digest -> content ID    KEYS[2] descriptions: hash, content ID -> JSON    KEYS[3] last content ID
-- ARGV[2] digest    ARGV[3] JSON    ARGV[4] content ID
-- Result: {'ok', 'imported'}, {'ok', 'present'} or {'ok', 'conflict', content ID of the digest or ''}
local content_id = redis.call('HGET', KEYS[1], ARGV[2])
local json = redis.call('HGET', KEYS[2], ARGV[4])
local is_present = content_id == ARGV[4] and json == ARGV[3]
if not is_present and (content_id or json) then
  return {'ok', 'conflict', content_id or ''}
end
-- Also what is present: see create-description.
redis.call('HSET', KEYS[2], ARGV[4], ARGV[3])
redis.call('HSET', KEYS[1], ARGV[2], ARGV[4])
-- As texts, because a Lua number would round a 64-bit ID: of two without zeros in front the longer is greater.
local last = redis.call('GET', KEYS[3]) or '0'
if #ARGV[4] > #last or (#ARGV[4] == #last and ARGV[4] > last) then
  redis.call('SET', KEYS[3], ARGV[4])
end
return {'ok', is_present and 'present' or 'imported'}
