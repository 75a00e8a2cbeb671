-- Reads all keys, unless their version is known.
-- KEYS[1] keys: hash, ID -> JSON    KEYS[2] their version
-- ARGV[2] the version that is known, or ''
-- Result: {'ok', now, version}, and the records where it is another
local version = redis.call('GET', KEYS[2]) or 'none'
if version == ARGV[2] then
  return {'ok', now, version}
end
return {'ok', now, version, redis.call('HVALS', KEYS[1])}
