"""Drives one coordinator of the real tooz. Reads JSON commands from stdin, writes answers to stdout, one per line.

Usage: tooz_member.py URL MEMBER_ID. The id is percent-encoded, as not every locale can pass all of UTF-8.
Command: {"n": 1, "op": "join_group", "args": [...]}. The operation is a method of the coordinator or of Extra.
Answer: ANSWER 1 {"result": ...} or ANSWER 1 {"error": "MemberAlreadyExist", "message": "..."}
Values that JSON lacks are tagged: {"$bytes": hex}, {"$uuid": hex}, {"$datetime": ISO}, {"$zoned": "ISO[zone]"}, {"$set": [...]}.
The end of stdin ends the process without stopping the coordinator, as a crash does.
"""

import datetime
import json
import os
import sys
import threading
import urllib.parse
import uuid

# futurist, which tooz uses, imports eventlet if it is there. tooz does not need it, and it takes most of the start.
sys.modules["eventlet"] = None

try:
    import pytz
    from tooz import coordination, hashring, utils
except ImportError as missing:
    sys.exit("The real tooz is missing (%s): apt-get install python3-tooz python3-kazoo python3-redis"
             " python3-pymemcache python3-etcd3gw" % missing)

# Debian's tooz 3.1 hands api_path to etcd3gw.client(), where Debian's etcd3gw 2.0 has it in the class only.
if sys.argv[1].startswith("etcd3+"):
    import etcd3gw
    etcd3gw.client = etcd3gw.Etcd3Client

def zoned(text):
    time, zone = text.rstrip("]").split("[")
    return pytz.timezone(zone).localize(datetime.datetime.fromisoformat(time))


UNTAG = {
    "$bytes": bytes.fromhex,
    "$uuid": uuid.UUID,
    "$datetime": datetime.datetime.fromisoformat,
    "$zoned": zoned,
    "$set": lambda values: {untag(value) for value in values},
}


def untag(value):
    if isinstance(value, list):
        return [untag(element) for element in value]
    if isinstance(value, dict):
        for tag, make in UNTAG.items():
            if tag in value:
                return make(value[tag])
        return {key: untag(element) for key, element in value.items()}
    return value


def tag(value):
    if isinstance(value, bytes):
        return {"$bytes": value.hex()}
    if isinstance(value, uuid.UUID):
        return {"$uuid": str(value)}
    if isinstance(value, datetime.datetime) and value.tzinfo:
        return {"$zoned": "%s[%s]" % (value.replace(tzinfo=None).isoformat(), value.tzinfo)}
    if isinstance(value, datetime.datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, (set, frozenset)):
        return {"$set": [tag(element) for element in value]}
    if isinstance(value, (list, tuple)):
        return [tag(element) for element in value]
    if isinstance(value, dict):
        return {key: tag(element) for key, element in value.items()}
    return value


class Extra:
    """Operations beside the coordinator's methods. Keeps one lock object for each name."""

    def __init__(self, coordinator):
        self.coordinator = coordinator
        self.locks = {}
        self.outcomes = {}
        self.elections = []
        self.partitioners = {}

    def start_heart(self):
        self.coordinator.start(start_heart=True)

    dumps = staticmethod(utils.dumps)
    loads = staticmethod(utils.loads)

    def redump(self, blob):
        return utils.dumps(utils.loads(blob))

    def lock(self, name):
        if name not in self.locks:
            self.locks[name] = self.coordinator.get_lock(name)
        return self.locks[name]

    def lock_acquire(self, name, *how):
        return self.lock(name).acquire(*how)

    def lock_release(self, name):
        return self.lock(name).release()

    def lock_break(self, name):
        return self.lock(name).break_()

    def lock_is_owner(self, name):
        return self.lock(name).is_still_owner()

    def lock_acquire_async(self, name):
        """Acquires the lock on a thread. lock_state returns the outcome."""
        def acquire():
            try:
                self.outcomes[name] = "acquired" if lock.acquire() else "refused"
            except Exception as error:
                self.outcomes[name] = repr(error)

        lock = self.lock(name)
        self.outcomes[name] = "waiting"
        threading.Thread(target=acquire, daemon=True).start()

    def lock_state(self, name):
        return self.outcomes[name]

    def watch_elected(self, group):
        self.coordinator.watch_elected_as_leader(group, lambda event: self.elections.append(event.group_id))

    def elected(self, group):
        """Returns how often this member was elected."""
        return self.elections.count(group)

    def run_watchers(self):
        self.coordinator.run_watchers()

    @staticmethod
    def ring_owners(nodes, partitions, keys, ignored, replicas, hash_function):
        ring = hashring.HashRing([], partitions=partitions, hash_function=hash_function)
        for node, weight in nodes:
            ring.add_node(node, weight)
        return [sorted(ring.get_nodes(key.encode("utf-8"), ignored, replicas)) for key in keys]

    def join_partitioned(self, group, weight):
        self.partitioners[group] = self.coordinator.join_partitioned_group(group, weight=weight)

    def partition_owners(self, group, objects):
        self.coordinator.run_watchers()
        return [next(iter(self.partitioners[group].members_for_object(obj))) for obj in objects]


def answer(coordinator, extra, command):
    op = getattr(extra, command["op"], None) or getattr(coordinator, command["op"])
    result = op(*[untag(argument) for argument in command["args"]])
    if isinstance(result, coordination.CoordAsyncResult):
        result = result.get(timeout=10)
    return {"result": tag(result)}


def main(url, member_id):
    coordinator = coordination.get_coordinator(url, urllib.parse.unquote_to_bytes(member_id))
    extra = Extra(coordinator)
    for line in sys.stdin:
        command = json.loads(line)
        try:
            reply = answer(coordinator, extra, command)
        except Exception as error:
            reply = {"error": type(error).__name__, "message": str(error)}
        # One write that begins with a line break: tooz logs into the same stream.
        os.write(1, ("\nANSWER %d %s\n" % (command["n"], json.dumps(reply))).encode("utf-8"))
    os._exit(0)


main(*sys.argv[1:])
