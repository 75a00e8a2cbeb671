-- Reads what a session is.
-- KEYS[1] sessions    ARGV[2] key
-- Result: {'ok', JSON}, or {'ok'} where there is none
local stored = redis.call('HGET', KEYS[1], ARGV[2])
if not stored then
  return {'ok'}
end
local until_ms, json = string.match(stored, '^(%d+) (.*)$')
if tonumber(until_ms) <= now then
  return {'ok'}
end
return {'ok', json}
