package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.format.Digests;

/**
 * The layout of the directory, as in tooz. A group is
 * {@code groups/<sha1 of group>/.metadata}, a member
 * {@code groups/<sha1 of group>/<sha1 of member>.raw}. Temporary files are in
 * {@code tmp}. Every change is made under a lock on {@code .driver_lock}. A lock is a
 * file with the lock's name. tooz has no leaders and no annotations in files. Here the
 * leader of a group holds the lock {@code leaders/<sha1 of group>}, and the group's
 * annotations are in {@code switches/<sha1 of group>}.
 */
record GroupDirectory(Path root) {

	static final String METADATA = ".metadata";

	static final String SUFFIX = ".raw";

	Path groups() {
		return this.root.resolve("groups");
	}

	Path temporary() {
		return this.root.resolve("tmp");
	}

	Path lock() {
		return this.root.resolve(".driver_lock");
	}

	Path group(String group) {
		return groups().resolve(Digests.sha1(group));
	}

	Path metadata(String group) {
		return group(group).resolve(METADATA);
	}

	TrustedDirectory trusted() {
		return new TrustedDirectory(this.root);
	}

	/**
	 * Throws if a group does not exist. A missing root directory is a different error,
	 * not a store without groups.
	 */
	void requireGroup(String group) throws IOException {
		trusted().check(group(group));
		if (!Files.exists(metadata(group), LinkOption.NOFOLLOW_LINKS)) {
			if (!Files.isDirectory(this.root)) {
				throw new NotDirectoryException(this.root.toString());
			}
			throw new GroupNotFoundException(group);
		}
	}

	Path member(String group, String member) {
		return group(group).resolve(Digests.sha1(member) + SUFFIX);
	}

	List<Path> members(String group) throws IOException {
		trusted().check(group(group));
		List<Path> files = new ArrayList<>();
		try (DirectoryStream<Path> members = Files.newDirectoryStream(group(group))) {
			for (Path file : members) {
				if (file.toString().endsWith(SUFFIX)) {
					files.add(file);
				}
			}
			return files;
		}
		catch (NoSuchFileException ex) {
			throw new GroupNotFoundException(group);
		}
	}

	boolean delete(String group, String member) throws IOException {
		if (!Files.deleteIfExists(member(group, member))) {
			throw new MemberNotJoinedException(group, member);
		}
		return true;
	}

	Path leaders() {
		return this.root.resolve("leaders");
	}

	Path leader(String group) {
		return leaders().resolve(Digests.sha1(group));
	}

	Path switches() {
		return this.root.resolve("switches");
	}

	Path switches(String group) {
		return switches().resolve(Digests.sha1(group));
	}

	Path lock(String name) {
		return this.root.resolve(LockNames.path(name));
	}

}
