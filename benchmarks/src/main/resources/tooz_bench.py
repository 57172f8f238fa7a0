"""Times get_members of the installed tooz: reads group ids from stdin, writes the time of each call in microseconds.

Usage: tooz_bench.py URL
"""

import sys
import time

# futurist, which tooz uses, imports eventlet if it is there. tooz does not need it.
sys.modules["eventlet"] = None

from tooz import coordination

# Debian's tooz 3.1 passes api_path to etcd3gw.client(), where Debian's etcd3gw 2.0 has it in the class only.
if sys.argv[1].startswith("etcd3+"):
    import etcd3gw
    etcd3gw.client = etcd3gw.Etcd3Client

coordinator = coordination.get_coordinator(sys.argv[1], b"python")
coordinator.start()
for line in sys.stdin:
    group = line.strip().encode()
    begun = time.perf_counter()
    coordinator.get_members(group).get()
    print((time.perf_counter() - begun) * 1e6, flush=True)
