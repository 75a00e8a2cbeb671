-- Notes whose key had a video described, while there is such a description.
-- KEYS[1] creators: hash, content ID -> creator    KEYS[2] descriptions    ARGV[2] content ID    ARGV[3] creator
-- Result: {'ok'}
if redis.call('HEXISTS', KEYS[2], ARGV[2]) == 1 then
  redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
end
return {'ok'}
