-- Notes that a viewer was given a description; forgets the oldest above the limit, and the viewer after long silence.
-- KEYS[1] views: list of digests, newest first    ARGV[2] digest    ARGV[3] limit    ARGV[4] retention in ms
-- Result: {'ok', 1 if it is new, otherwise 0}
redis.call('PEXPIRE', KEYS[1], ARGV[4])
if redis.call('LPOS', KEYS[1], ARGV[2]) then
  return {'ok', 0}
end
redis.call('LPUSH', KEYS[1], ARGV[2])
redis.call('LTRIM', KEYS[1], 0, ARGV[3] - 1)
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return {'ok', 1}
