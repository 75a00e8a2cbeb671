-- Stands before the scripts about budgets; the same rules as in budgets.ts.
-- KEYS[1] bucket: hash {left, at}, gone when it is full
-- ARGV[3] what it holds when it is full, in thousandths of a generation-second    ARGV[4] by how many of those it fills in a millisecond
-- Gives the script `left`, what it holds now; a clock that was set back fills nothing.
local full = tonumber(ARGV[3])
local rate = tonumber(ARGV[4])
local kept = redis.call('HMGET', KEYS[1], 'left', 'at')
local left = full
if kept[1] then
  left = math.min(full, tonumber(kept[1]) + rate * math.max(0, now - tonumber(kept[2])))
end

local function keep_bucket()
  if left >= full then
    redis.call('DEL', KEYS[1])
    return
  end
  redis.call('HSET', KEYS[1], 'left', string.format('%.3f', left), 'at', now)
  -- Full by then, so there is nothing left to be remembered.
  redis.call('PEXPIRE', KEYS[1], math.ceil((full - left) / rate) + 1)
end
