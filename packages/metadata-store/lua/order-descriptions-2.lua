-- Puts content IDs into the order of descriptions, and takes those out of it that have no description.
-- KEYS[1] descriptions: hash, content ID -> JSON    KEYS[2] order: zset of content IDs in 20 digits, all with the score 0
-- ARGV[2] and on: content IDs
-- Result: {'ok'}
for index = 2, #ARGV do
  local content_id = ARGV[index]
  local member = string.rep('0', 20 - #content_id) .. content_id
  if redis.call('HEXISTS', KEYS[1], content_id) == 1 then
    redis.call('ZADD', KEYS[2], 0, member)
  else
    redis.call('ZREM', KEYS[2], member)
  end
end
return {'ok'}
