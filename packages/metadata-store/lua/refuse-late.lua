-- Stands before every script. Redis may run a command long after its caller was told that it failed: it was stopped, or
-- slow, with the command in its socket. Such a command must change nothing.
-- ARGV[1]: until when, in milliseconds of this server's clock, the caller waits.
-- Gives the script `now`, in milliseconds. (Since Redis 5 a script may write after TIME: its effects are replicated.)
-- Result when late: {'late', now}; every script's own result begins with 'ok'.
local server_time = redis.call('TIME')
local now = server_time[1] * 1000 + math.floor(server_time[2] / 1000)
if now > tonumber(ARGV[1]) then
  return {'late', now}
end
