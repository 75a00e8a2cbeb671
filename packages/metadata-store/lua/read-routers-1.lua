-- Reads the routers that are there.
-- KEYS[1] routers
-- Result: {'ok', records}
return {'ok', live}
