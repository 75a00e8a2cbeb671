-- Forgets that a worker holds an artifact.
-- KEYS[1] holders: hash, worker ID -> holder    ARGV[2] worker ID
-- Result: {'ok'}
redis.call('HDEL', KEYS[1], ARGV[2])
return {'ok'}
