"""Repeatedly acquires a lock with the real tooz, writes to the register and releases the lock, like FireWorker.java.

Usage: fire_worker.py URL MEMBER_ID LOCK REGISTER_PORT
tooz has no fencing tokens. Where the store has numbers that can be used as tokens, the script reads them directly, and
counts them as Java members do. It ends when the register does.
"""

import base64
import logging
import os
import random
import socket
import sys
import time

# futurist, which tooz uses, imports eventlet if it is there. tooz does not need it, and it takes most of the start.
sys.modules["eventlet"] = None

from tooz import coordination

# Debian's tooz 3.1 passes api_path to etcd3gw.client(), but in Debian's etcd3gw 2.0 only the class accepts it.
if sys.argv[1].startswith("etcd3+"):
    import etcd3gw
    etcd3gw.client = etcd3gw.Etcd3Client

ACQUIRE_TIMEOUT = 3


class Lost(Exception):
    """The lock was lost before its token was read."""


def of_zookeeper(coordinator, lock):
    kazoo = lock._lock
    created = coordinator._coord.exists("/tooz").ctime
    return created * 1000000 + coordinator._coord.get(kazoo.path + "/" + kazoo.node)[1].czxid


def of_etcd(coordinator, lock):
    for value, metadata in coordinator.client.get(lock._key, metadata=True):
        if value == base64.b64decode(lock._uuid):
            return sum(int(epoch) for epoch in coordinator.client.get("/tooz/epoch")) + int(metadata["create_revision"])
    raise Lost()


def of_query(query):
    def ask(coordinator, lock):
        with lock._conn.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()[0]

    return ask


TOKENS = {
    "zookeeper": of_zookeeper,
    "etcd3+http": of_etcd,
    "postgresql": of_query(
        "SELECT txid_current() + ((system_identifier >> 32) & 4294967295) * 1000000"
        " + ((system_identifier & 4294967295) >> 12) FROM pg_control_system()"
    ),
    "mysql": of_query("SELECT UUID_SHORT() & ((1 << 56) - 1)"),
}


class Register:
    def __init__(self, port, member):
        self.lines = socket.create_connection(("127.0.0.1", int(port))).makefile("rw", buffering=1)
        self.lines.write(member + "\n")

    def ask(self, question):
        try:
            self.lines.write(question + "\n")
            answer = self.lines.readline()
        except OSError:
            answer = ""
        if not answer:
            os._exit(0)
        return answer == "OK\n"


def hold(register, token):
    if register.ask("ENTER %s" % token):
        register.ask("WRITE")
        time.sleep(random.uniform(0.005, 0.2))
        register.ask("WRITE")
    register.ask("LEAVE")


def attempt(step):
    """Runs a step and prints its exception: the type that tooz raises on a timeout depends on the driver."""
    try:
        return step()
    except Exception as error:
        print(repr(error), flush=True)
        time.sleep(0.05)
        return False


def main(url, member, name, port):
    coordinator = coordination.get_coordinator(url, member.encode())
    while not attempt(lambda: coordinator.start(start_heart=True) or True):
        pass
    token = TOKENS.get(url.split(":")[0], lambda coordinator, lock: "-")
    register = Register(port, member)
    while register.ask("TRY"):
        lock = coordinator.get_lock(name.encode())
        if attempt(lambda: lock.acquire(blocking=ACQUIRE_TIMEOUT)):
            attempt(lambda: hold(register, token(coordinator, lock)))
            attempt(lock.release)


logging.basicConfig(level=logging.CRITICAL)
main(*sys.argv[1:])
