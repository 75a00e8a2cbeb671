// Loaded into the services of a local cluster before their own program, so that they end with their launcher, however that
// ends. The services themselves know nothing of it.
process.once('disconnect', () => process.kill(process.pid, 'SIGINT'));
// It must not be this channel that keeps a process alive.
process.channel?.unref();
