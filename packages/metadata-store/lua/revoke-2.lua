-- Adds an entry, or gives one that is there another end; forgets those whose end has passed.
-- KEYS[1] revocations    KEYS[2] revision: string
-- ARGV[2] 'kind value'    ARGV[3] entry    ARGV[4] how many there may be    ARGV[5] the next revision
-- Result: {'ok', 1}, or {'ok', 0} where there are so many others
for _, key in ipairs(over) do
  redis.call('HDEL', KEYS[1], key)
end
if not redis.call('HGET', KEYS[1], ARGV[2]) and #live >= tonumber(ARGV[4]) then
  return {'ok', 0}
end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
redis.call('SET', KEYS[2], ARGV[5])
return {'ok', 1}
