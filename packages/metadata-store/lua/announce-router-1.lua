-- A router says that it is there.
-- KEYS[1] routers    ARGV[2] ID    ARGV[3] record    ARGV[4] lease in ms
-- Result: {'ok'}
redis.call('HSET', KEYS[1], ARGV[2], string.format('%d %s %s', now + tonumber(ARGV[4]), ARGV[2], ARGV[3]))
return {'ok'}
