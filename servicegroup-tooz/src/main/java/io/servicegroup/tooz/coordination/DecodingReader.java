package io.servicegroup.tooz.coordination;

import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.servicegroup.tooz.concurrent.VersionedMap;
import io.servicegroup.tooz.coordination.ManagedCoordinator.GroupReading;
import io.servicegroup.tooz.coordination.MemberDecoder.Decoded;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.Backend.StoredGroup;
import io.servicegroup.tooz.spi.GroupReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a group by a reader of the backend. Checks and decodes only what has changed
 * since the last reading that was accepted.
 */
final class DecodingReader implements ManagedCoordinator.Reader {

	private final String group;

	private final Function<String, Backend> backends;

	private final AbsenceCheck absences;

	private final MemberDecoder decoder;

	/** Allows one read at a time, and guards the fields below. */
	private final ReentrantLock lock = new ReentrantLock();

	/** The backend of the reader. The coordinator may have another one by now. */
	private @Nullable Backend backend;

	private @Nullable GroupReader reader;

	/** The last reading that was accepted. */
	private @Nullable Accepted last;

	private volatile boolean closed;

	/**
	 * Creates a reader.
	 * @param group the group's id
	 * @param backends returns the connected backend for a group
	 * @param absences checks readings that lack a member
	 * @param decoder decodes the records
	 */
	DecodingReader(String group, Function<String, Backend> backends, AbsenceCheck absences, MemberDecoder decoder) {
		this.group = group;
		this.backends = backends;
		this.absences = absences;
		this.decoder = decoder;
	}

	@Override
	@SuppressWarnings("ReferenceEquality")
	public GroupReading read() {
		this.lock.lock();
		try {
			Backend current = this.backends.apply(this.group);
			StoredGroup stored = readerOf(current).read();
			Accepted before = this.last;
			if (before != null && stored == before.stored && this.absences.isLast(this.group, before.ids)) {
				this.decoder.report(this.group, before.decoded.problems());
				return before.reading;
			}
			// If it throws, the same object is checked again by the next call.
			Set<String> now = stored.members().keySet();
			Set<String> ids = (before != null)
					? this.absences.check(this.group, now, current, before.ids,
							VersionedMap.changes(before.stored.members(), stored.members()))
					: this.absences.check(this.group, now, current);
			Accepted accepted = accept(stored, ids, before);
			this.last = accepted;
			return accepted.reading;
		}
		finally {
			this.lock.unlock();
			if (this.closed) {
				closeIfIdle();
			}
		}
	}

	private Accepted accept(StoredGroup stored, Set<String> ids, @Nullable Accepted before) {
		if (before == null) {
			Decoded decoded = this.decoder.decode(this.group, stored.members(), Decoded.NONE);
			return new Accepted(stored, ids, decoded, new GroupReading(decoded.members(), stored.annotations()));
		}
		Decoded decoded = this.decoder.decode(this.group, stored.members(), before.decoded);
		GroupReading reading = before.reading;
		boolean same = decoded.members() == reading.members() && stored.annotations().equals(reading.annotations());
		return new Accepted(stored, ids, decoded,
				same ? reading : new GroupReading(decoded.members(), stored.annotations()));
	}

	private GroupReader readerOf(Backend current) {
		GroupReader known = this.reader;
		if (known == null || this.backend != current) {
			closeReader();
			known = current.reader(this.group);
			this.reader = known;
			this.backend = current;
		}
		return known;
	}

	@Override
	public boolean recordsTimes() {
		return this.decoder.isTimed();
	}

	@Override
	public void close() {
		this.closed = true;
		closeIfIdle();
	}

	/** If a read is in progress, its end closes the reader. */
	private void closeIfIdle() {
		if (this.lock.tryLock()) {
			try {
				closeReader();
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private void closeReader() {
		GroupReader open = this.reader;
		this.reader = null;
		this.backend = null;
		if (open != null) {
			open.close();
		}
	}

	/** A reading that was accepted. */
	private record Accepted(StoredGroup stored, Set<String> ids, Decoded decoded, GroupReading reading) {
	}

}
