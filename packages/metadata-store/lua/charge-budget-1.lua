-- Takes a price from a bucket if it holds as much.
-- KEYS, ARGV[3..4]: see refill-budget    ARGV[2] price, in thousandths of a generation-second
-- Result: {'ok', 1 if it was taken, otherwise 0, what the bucket holds now}
local price = tonumber(ARGV[2])
if price > left then
  return {'ok', 0, string.format('%.3f', left)}
end
left = left - price
keep_bucket()
return {'ok', 1, string.format('%.3f', left)}
