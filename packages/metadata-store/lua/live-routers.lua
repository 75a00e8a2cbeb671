-- Stands before the scripts about routers. Forgets those whose lease ran out.
-- KEYS[1] routers: hash of ID → until when in ms, the ID, the record in JSON, with spaces between
-- Gives the script `live`, the records of the others.
local live = {}
for _, stored in ipairs(redis.call('HVALS', KEYS[1])) do
  local until_ms, id, record = string.match(stored, '^(%d+) (%S+) (.*)$')
  if tonumber(until_ms) > now then
    live[#live + 1] = record
  else
    redis.call('HDEL', KEYS[1], id)
  end
end
