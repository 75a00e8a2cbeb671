-- Gives a generator the next number, unless it has one. None is ever removed, so their count is the last number.
-- KEYS[1] generators: hash, name -> number    ARGV[2] name    ARGV[3] the highest number
-- Result: {'ok', number}, 0 when none is left
local number = redis.call('HGET', KEYS[1], ARGV[2])
if number then
  return {'ok', tonumber(number)}
end
local next = redis.call('HLEN', KEYS[1]) + 1
if next > tonumber(ARGV[3]) then
  return {'ok', 0}
end
redis.call('HSET', KEYS[1], ARGV[2], next)
return {'ok', next}
