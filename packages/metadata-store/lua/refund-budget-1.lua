-- Gives back what was taken from a bucket and not used.
-- KEYS, ARGV[3..4]: see refill-budget    ARGV[2] how much, in thousandths of a generation-second
-- Result: {'ok'}
left = math.min(full, left + tonumber(ARGV[2]))
keep_bucket()
return {'ok'}
