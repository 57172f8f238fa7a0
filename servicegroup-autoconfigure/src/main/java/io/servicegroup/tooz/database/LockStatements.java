package io.servicegroup.tooz.database;

/**
 * A database's queries about a lock, each answered at once with one row or none. Their
 * parameters are the lock's key.
 *
 * @param acquire tries to get it: the fencing token, {@code null} if another session has
 * the lock; this session's number
 * @param holds asks whether this session has it: 1 if so
 * @param release gives it back: 1 if this session had it
 * @param holder asks who has it: the session's number; the session's name, where the
 * server tells. No row, or a number that is {@code null}, if nobody has it
 */
record LockStatements(String acquire, String holds, String release, String holder) {
}
