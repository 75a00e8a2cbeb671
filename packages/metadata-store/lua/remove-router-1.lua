-- A router goes.
-- KEYS[1] routers    ARGV[2] ID
-- Result: {'ok'}
redis.call('HDEL', KEYS[1], ARGV[2])
return {'ok'}
