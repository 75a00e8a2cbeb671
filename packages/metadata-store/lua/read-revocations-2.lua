-- Reads what is revoked. Routers ask twice a second: where nothing has changed, nothing more than the revision is looked at.
-- KEYS[1] revocations: hash, 'kind value' -> 'until when in ms' 'kind' 'value'    KEYS[2] revision: string
-- ARGV[2] the revision that the caller knows
-- Result: {'ok', revision, entries}, or {'ok', revision} where that is the one
local revision = redis.call('GET', KEYS[2]) or ''
if revision == ARGV[2] and revision ~= '' then
  return {'ok', revision}
end
return {'ok', revision, redis.call('HVALS', KEYS[1])}
