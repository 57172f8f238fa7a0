package io.servicegroup.driver.db;

/**
 * Who holds a row.
 *
 * @param member the member's id
 * @param process tells two processes of one id apart
 * @param host the machine, for people to read
 */
record ProcessIdentity(String member, String process, String host) {

}
