-- Stands before what revokes: gives `live`, the entries whose end has not passed, and the `over` keys of the others.
-- KEYS[1] revocations: hash, 'kind value' -> 'until when in ms' 'kind' 'value'
local live = {}
local over = {}
for _, entry in ipairs(redis.call('HVALS', KEYS[1])) do
  local until_ms, key = string.match(entry, '^(%d+) (.*)$')
  if tonumber(until_ms) > now then
    table.insert(live, entry)
  else
    table.insert(over, key)
  end
end
