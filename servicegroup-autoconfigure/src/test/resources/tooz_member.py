"""Drives one coordinator of the real tooz: a JSON command a line on stdin, an answer a line on stdout.

Usage: tooz_member.py URL MEMBER_ID
Command: {"n": 1, "op": "join_group", "args": [...]}, any method of the coordinator and those in EXTRA.
Answer: ANSWER 1 {"result": ...} or ANSWER 1 {"error": "MemberAlreadyExist", "message": "..."}
Values that JSON lacks are tagged: {"$bytes": hex}, {"$uuid": hex}, {"$datetime": ISO}, {"$set": [...]}.
The end of stdin ends the process without stopping the coordinator, as a crash does.
"""

import datetime
import json
import os
import sys
import uuid

try:
    from tooz import coordination, hashring, utils
except ImportError as missing:
    sys.exit("The real tooz is missing (%s): apt-get install python3-tooz python3-kazoo python3-redis"
             " python3-pymemcache python3-etcd3gw" % missing)

# Debian's tooz 3.1 hands api_path to etcd3gw.client(), where Debian's etcd3gw 2.0 has it in the class only.
if sys.argv[1].startswith("etcd3+"):
    import etcd3gw
    etcd3gw.client = etcd3gw.Etcd3Client

UNTAG = {
    "$bytes": bytes.fromhex,
    "$uuid": uuid.UUID,
    "$datetime": datetime.datetime.fromisoformat,
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
    if isinstance(value, datetime.datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, (set, frozenset)):
        return {"$set": [tag(element) for element in value]}
    if isinstance(value, (list, tuple)):
        return [tag(element) for element in value]
    if isinstance(value, dict):
        return {key: tag(element) for key, element in value.items()}
    return value


PARTITIONERS = {}


def ring_owners(nodes, partitions, keys, ignored, replicas):
    ring = hashring.HashRing([], partitions=partitions)
    for node, weight in nodes:
        ring.add_node(node, weight)
    return [sorted(ring.get_nodes(key.encode("utf-8"), ignored, replicas)) for key in keys]


def join_partitioned(coordinator, group, weight):
    PARTITIONERS[group] = coordinator.join_partitioned_group(group, weight=weight)


def partition_owners(coordinator, group, objects):
    coordinator.run_watchers()
    return [next(iter(PARTITIONERS[group].members_for_object(obj))) for obj in objects]


def answer(coordinator, command):
    extra = {
        "start_heart": lambda: coordinator.start(start_heart=True),
        "dumps": utils.dumps,
        "loads": utils.loads,
        "redump": lambda blob: utils.dumps(utils.loads(blob)),
        "ring_owners": ring_owners,
        "join_partitioned": lambda *arguments: join_partitioned(coordinator, *arguments),
        "partition_owners": lambda *arguments: partition_owners(coordinator, *arguments),
    }
    op = extra.get(command["op"]) or getattr(coordinator, command["op"])
    result = op(*[untag(argument) for argument in command["args"]])
    if isinstance(result, coordination.CoordAsyncResult):
        result = result.get(timeout=10)
    return {"result": tag(result)}


def main(url, member_id):
    coordinator = coordination.get_coordinator(url, member_id.encode("utf-8"))
    for line in sys.stdin:
        command = json.loads(line)
        try:
            reply = answer(coordinator, command)
        except Exception as error:
            reply = {"error": type(error).__name__, "message": str(error)}
        # One write, and a line of its own: tooz logs into the same stream.
        os.write(1, ("\nANSWER %d %s\n" % (command["n"], json.dumps(reply))).encode("utf-8"))
    os._exit(0)


main(*sys.argv[1:])
