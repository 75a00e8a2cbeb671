-- Forgets what was sealed of an artifact and who holds it, and its leases after a while: described again it is made again, and who
-- made it last may still have a token.
-- KEYS[1] manifest    KEYS[2] holders    KEYS[3], KEYS[4] leases    ARGV[2] for how long these stay, in ms
-- Result: {'ok'}
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('PEXPIRE', KEYS[3], ARGV[2])
redis.call('PEXPIRE', KEYS[4], ARGV[2])
return {'ok'}
