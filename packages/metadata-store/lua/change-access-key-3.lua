-- Writes a key, if nobody has changed it since it was read, nor, where it is new, how many there are; and tells whoever listens.
-- KEYS[1] keys: hash, ID -> JSON    KEYS[2] their version    KEYS[3] when each was used last: hash, ID -> ms
-- ARGV[2] ID    ARGV[3] the record as it was read, '' for none    ARGV[4] the record    ARGV[5] the version from now on
-- ARGV[6] how many there were    ARGV[7] ID of one that is forgotten for it, or ''    ARGV[8] channel for hints
-- Result: {'ok', 'written'} or {'ok', 'changed'}
local before = redis.call('HGET', KEYS[1], ARGV[2]) or ''
if before ~= ARGV[3] or (before == '' and redis.call('HLEN', KEYS[1]) ~= tonumber(ARGV[6])) then
  return {'ok', 'changed'}
end
if ARGV[7] ~= '' then
  redis.call('HDEL', KEYS[1], ARGV[7])
  redis.call('HDEL', KEYS[3], ARGV[7])
end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[4])
redis.call('SET', KEYS[2], ARGV[5])
redis.call('PUBLISH', ARGV[8], 'keys ' .. ARGV[5])
return {'ok', 'written'}
