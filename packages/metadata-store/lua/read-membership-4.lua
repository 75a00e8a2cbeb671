-- Reads the members after removing those whose lease ran out.
-- KEYS, ARGV[1..5]: see observe-members
-- Result: {'ok', epoch, {announced JSON, …}, {ID of a member to drain, …}, JSON of those that are lost}
return {'ok', current_epoch(), redis.call('HVALS', KEYS[1]), redis.call('SMEMBERS', KEYS[3]), lost_json()}
