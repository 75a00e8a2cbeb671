-- Forgets what was sealed of an artifact and who holds it.
-- KEYS[1] manifest    KEYS[2] holders
-- Result: {'ok'}
redis.call('DEL', KEYS[1], KEYS[2])
return {'ok'}
