-- Sets the replication policy, for good or for a time.
-- KEYS[1] replication: hash {standing, temporary, until}    ARGV[2] policy    ARGV[3] for how many ms, 0: for good
-- Result: {'ok'}
if ARGV[3] == '0' then
  redis.call('HDEL', KEYS[1], 'temporary', 'until')
  redis.call('HSET', KEYS[1], 'standing', ARGV[2])
else
  redis.call('HSET', KEYS[1], 'temporary', ARGV[2], 'until', now + tonumber(ARGV[3]))
end
return {'ok'}
