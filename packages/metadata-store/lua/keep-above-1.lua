-- Sees to it that content IDs given from now on have a higher count. A store that never counted begins by chance: see create-description.
-- KEYS[1] count of descriptions
-- ARGV[2] a count that was given
-- Result: {'ok'}
local last = redis.call('GET', KEYS[1])
if last and tonumber(ARGV[2]) > tonumber(last) then
  redis.call('SET', KEYS[1], ARGV[2])
end
return {'ok'}
