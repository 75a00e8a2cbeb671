-- Reads when each key was used last.
-- KEYS[1] when each was used last: hash, ID -> ms    KEYS[2] keys: hash, ID -> JSON
-- Result: {'ok', IDs, times in ms}
local ids = {}
local times = {}
for _, record in ipairs(redis.call('HVALS', KEYS[2])) do
  local id = cjson.decode(record).id
  local used = redis.call('HGET', KEYS[1], id)
  if used then
    ids[#ids + 1] = id
    times[#times + 1] = used
  end
end
return {'ok', ids, times}
