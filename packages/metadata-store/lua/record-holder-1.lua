-- Sets what a worker says that it holds of an artifact.
-- KEYS[1] holders: hash, worker ID -> holder    ARGV[2] worker ID    ARGV[3] holder
-- Result: {'ok'}
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
return {'ok'}
