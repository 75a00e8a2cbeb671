-- Reads the members after removing those whose lease ran out.
-- KEYS, ARGV[1..3]: see observe-members
-- Result: {'ok', epoch, {announced JSON, …}, {ID of a member to drain, …}}
return {'ok', current_epoch(), redis.call('HVALS', KEYS[1]), redis.call('SMEMBERS', KEYS[3])}
