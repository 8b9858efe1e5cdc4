"""How every web process is served. The supervisor adds address and number of workers."""

from config import logs
from config.environment import door, read

environment = read()

# Two threads wait for the database while the other works; more made everything slower.
threads = 2
max_requests = 20_000
max_requests_jitter = 2_000
timeout = 60
graceful_timeout = 10
control_socket_disable = True
# Who asked for which address is nobody's business: there is no access log.
accesslog = None
logconfig_dict = logs.settings(
    as_json=environment.MODE == "production",
    level=environment.LOG_LEVEL,
    door=door(),
)
