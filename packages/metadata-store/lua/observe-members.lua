-- Stands before every script about members; the same rules as in membership-rules.ts.
-- KEYS[1] records: hash, worker ID -> announced JSON    KEYS[2] leases: sorted set, worker ID -> end in ms
-- KEYS[3] drains: set of worker IDs                     KEYS[4] state: hash {epoch, seen}; also the channel's name
-- State also has `lost`, where there are any: JSON, [{id, atMs}, …], the last of them last.
-- ARGV[2] storeAwayAfterMs    ARGV[3] noteSeenEveryMs    ARGV[4] lostKeptMs    ARGV[5] lostMost
local function raise_epoch()
  redis.call('PUBLISH', KEYS[4], redis.call('HINCRBY', KEYS[4], 'epoch', 1))
end

local function current_epoch()
  return tonumber(redis.call('HGET', KEYS[4], 'epoch') or 0)
end

local function remove_member(id)
  redis.call('ZREM', KEYS[2], id)
  redis.call('SREM', KEYS[3], id)
  return redis.call('HDEL', KEYS[1], id)
end

local function lost_json()
  return redis.call('HGET', KEYS[4], 'lost') or '[]'
end

-- All that are lost but `id`, and `and_last` behind them where it is given.
local function change_lost(id, and_last)
  local kept = {}
  for _, each in ipairs(cjson.decode(lost_json())) do
    if each.id ~= id and now - each.atMs < tonumber(ARGV[4]) then
      table.insert(kept, each)
    end
  end
  if and_last then
    table.insert(kept, and_last)
  end
  while #kept > tonumber(ARGV[5]) do
    table.remove(kept, 1)
  end
  if #kept > 0 then
    redis.call('HSET', KEYS[4], 'lost', cjson.encode(kept))
  else
    redis.call('HDEL', KEYS[4], 'lost')
  end
end

local silence = now - tonumber(redis.call('HGET', KEYS[4], 'seen') or 0)
if silence > tonumber(ARGV[2]) then
  for _, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
    redis.call('ZINCRBY', KEYS[2], silence, id)
  end
end
if math.abs(silence) >= tonumber(ARGV[3]) then
  redis.call('HSET', KEYS[4], 'seen', now)
end
local expired = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now)
for _, id in ipairs(expired) do
  remove_member(id)
  change_lost(id, {id = id, atMs = now})
end
if #expired > 0 then
  raise_epoch()
end
