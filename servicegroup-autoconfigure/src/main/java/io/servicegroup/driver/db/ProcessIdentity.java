package io.servicegroup.driver.db;

/**
 * Identifies the process that holds a row.
 *
 * @param member the member's id
 * @param process distinguishes processes with the same member id
 * @param host the machine's name, for operators
 */
record ProcessIdentity(String member, String process, String host) {

}
