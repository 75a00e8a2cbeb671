#!/bin/bash
# The health check of a container: whether its service says that it is ready. A shell, because a Node of its own every few seconds
# would cost more than the service.
port=${UNDERSTUDY_HEALTH_PORT:-${UNDERSTUDY_ADMIN_PORT:-$UNDERSTUDY_PORT}}
exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
printf 'GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r -t 3 _protocol status _reason <&3
[ "$status" = 200 ] || { echo "not ready: ${status:-no answer}"; exit 1; }
