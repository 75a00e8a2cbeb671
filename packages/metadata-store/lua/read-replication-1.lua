-- Reads the replication policy.
-- KEYS[1] replication: hash {standing, temporary, until}
-- Result: {'ok', now, standing or '', temporary or '', until or '0'}
local found = redis.call('HMGET', KEYS[1], 'standing', 'temporary', 'until')
return {'ok', now, found[1] or '', found[2] or '', found[3] or '0'}
