-- Removes a member and the wish to drain it; the epoch rises if it was there.
-- KEYS, ARGV[1..3]: see observe-members    ARGV[4] worker ID
-- Result: {'ok'}
if remove_member(ARGV[4]) == 1 then
  raise_epoch()
end
return {'ok'}
