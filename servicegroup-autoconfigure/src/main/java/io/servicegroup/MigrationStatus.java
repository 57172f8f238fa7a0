package io.servicegroup;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The progress of a migration from one coordination service (the source) to another (the
 * target), see {@code servicegroup.migration.from}. Immutable. Later versions may add
 * methods: an application should not implement it, other than in tests.
 *
 * @since 0.1.0
 */
public interface MigrationStatus {

	/**
	 * Returns where the source is.
	 * @return the source's URL, without secrets
	 */
	String from();

	/**
	 * Returns the members that are registered in the source only, for each group that was
	 * read, as of its last reading. Once there is none in any group, and
	 * {@link #switchedOnlyOnOld()} is empty, {@code servicegroup.migration.from} can be
	 * removed.
	 * @return the members' ids by group
	 */
	Map<String, Set<String>> onlyOnOld();

	/**
	 * Returns the members whose switches are stored in the source only, for each group
	 * that has such. They were set before the migration, or by an application that does
	 * not migrate. Set them again, or they are lost when the property is removed.
	 * @return the members' ids by group
	 */
	Map<String, Set<String>> switchedOnlyOnOld();

	/**
	 * Returns the problem of the source. It does not affect
	 * {@link MembershipStatus#isUp()}.
	 * @return the problem, or {@code null} if there is none
	 */
	@Nullable String problem();

}
