-- Removes a member and the wish to drain it; the epoch rises if it was there.
-- KEYS, ARGV[1..5]: see observe-members    ARGV[6] worker ID
-- Result: {'ok'}
if remove_member(ARGV[6]) == 1 then
  raise_epoch()
end
return {'ok'}
