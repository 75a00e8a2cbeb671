-- Takes an entry back.
-- KEYS[1] revocations    KEYS[2] revision: string    ARGV[2] 'kind value'    ARGV[3] the next revision
-- Result: {'ok', 1}, or {'ok', 0} where there is none
if redis.call('HDEL', KEYS[1], ARGV[2]) == 0 then
  return {'ok', 0}
end
redis.call('SET', KEYS[2], ARGV[3])
return {'ok', 1}
