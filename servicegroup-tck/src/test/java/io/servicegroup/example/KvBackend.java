package io.servicegroup.example;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.GroupAlreadyExistsException;
import io.servicegroup.tooz.GroupNotEmptyException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.AnnotationOperations;
import io.servicegroup.tooz.spi.AnnotationStore;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.GroupAnnotations;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;

/**
 * Groups and locks in a key-value store. A membership is a key with a time to live; its
 * value is the id of this process and the member's capabilities.
 */
class KvBackend implements Backend {

	private static final int OWNER_BYTES = 16;

	private final KvClient client;

	private final String memberId;

	private final Duration timeout;

	private final Duration lockTimeout;

	private final GroupAnnotations annotations;

	/** Distinguishes this process from others with the same member id. */
	private final byte[] owner;

	KvBackend(ToozUrl url, ToozUrl.Host server, String memberId) {
		this.timeout = url.time("timeout", Duration.ofSeconds(30));
		this.lockTimeout = url.time("lock_timeout", this.timeout);
		Duration deadline = ToozUrl
			.callTimeout((this.lockTimeout.compareTo(this.timeout) < 0) ? this.lockTimeout : this.timeout);
		this.client = new KvClient(server.name(), server.port(), deadline);
		this.memberId = memberId;
		this.annotations = new GroupAnnotations(new Switches(), deadline);
		UUID random = UUID.randomUUID();
		this.owner = ByteBuffer.allocate(OWNER_BYTES)
			.putLong(random.getMostSignificantBits())
			.putLong(random.getLeastSignificantBits())
			.array();
	}

	@Override
	public void connect() {
		try {
			call(this.client::ping);
		}
		catch (OperationTimeoutException ex) {
			throw new StoreUnavailableException(ex.getMessage(), ex);
		}
	}

	@Override
	public Duration membershipTimeout() {
		return this.timeout;
	}

	@Override
	public Set<String> beat(Map<String, byte[]> memberships) {
		Map<String, byte[]> values = new LinkedHashMap<>();
		memberships.forEach((group, capabilities) -> values.put(key(group, this.memberId), value(capabilities)));
		// One round trip.
		Set<String> renewed = call(() -> this.client.renew(values, this.timeout));
		Set<String> lost = new TreeSet<>(memberships.keySet());
		lost.removeIf((group) -> renewed.contains(key(group, this.memberId)));
		return lost;
	}

	@Override
	public void join(String group, byte[] capabilities) {
		String key = key(group, this.memberId);
		byte[] value = value(capabilities);
		// The second round is for an entry that has changed since it was read.
		for (int i = 0; i < 2; i++) {
			requireGroup(group);
			byte[] present = call(() -> this.client.get(key));
			if (present != null && !isOwn(present)) {
				throw new MemberAlreadyExistsException(group, this.memberId);
			}
			if (call(() -> (present == null) ? this.client.addIf(groupKey(group), key, value, this.timeout)
					: this.client.replace(key, present, value, this.timeout))) {
				return;
			}
		}
		throw new StoreUnavailableException("The entry of '" + this.memberId + "' changed twice meanwhile", null);
	}

	@Override
	public void leave(String group) {
		remove(group, false);
	}

	@Override
	public void evict(String group) {
		remove(group, true);
	}

	private void remove(String group, boolean ofAnyProcess) {
		requireGroup(group);
		String key = key(group, this.memberId);
		byte[] present = call(() -> this.client.get(key));
		if (present == null || (!ofAnyProcess && !isOwn(present)) || !call(() -> this.client.remove(key, present))) {
			throw new MemberNotJoinedException(group, this.memberId);
		}
	}

	@Override
	public Set<String> groups() {
		return list("group/").keySet();
	}

	@Override
	public void createGroup(String group) {
		if (!call(() -> this.client.add(groupKey(group), new byte[0], null))) {
			throw new GroupAlreadyExistsException(group);
		}
	}

	@Override
	public void deleteGroup(String group) {
		requireGroup(group);
		if (!call(() -> this.client.deleteUnless(key(group, ""), groupKey(group), switchesKey(group)))) {
			throw new GroupNotEmptyException(group);
		}
	}

	@Override
	public Map<String, StoredMember> members(String group) {
		requireGroup(group);
		Map<String, StoredMember> members = new LinkedHashMap<>();
		Instant now = Instant.now();
		list(key(group, "")).forEach((id, value) -> {
			// A shorter value is not this backend's.
			if (value.length >= OWNER_BYTES) {
				byte[] capabilities = Arrays.copyOfRange(value, OWNER_BYTES, value.length);
				members.put(id, new StoredMember(capabilities, null, now));
			}
		});
		return members;
	}

	@Override
	public Duration lockTimeout() {
		return this.lockTimeout;
	}

	@Override
	public LockContender lock(String name) {
		return new KvLock(this.client, "lock/" + encoded(name), this.memberId, this.lockTimeout);
	}

	@Override
	public LockContender leaderLock(String group) {
		return new KvLock(this.client, leaderKey(group), this.memberId, this.lockTimeout);
	}

	@Override
	public Optional<Leader> leader(String group) {
		byte[] value = call(() -> this.client.get(leaderKey(group)));
		return Optional.ofNullable(value).map((present) -> new Leader(KvLock.holder(present)));
	}

	@Override
	public AnnotationOperations annotations() {
		return this.annotations;
	}

	@Override
	public void close() {
		this.client.close();
	}

	/** Returns the values of the keys with a prefix, by the id that follows it. */
	private Map<String, byte[]> list(String prefix) {
		Map<String, byte[]> found = new TreeMap<>();
		call(() -> this.client.list(prefix)).forEach((encoded, value) -> {
			try {
				found.put(URLDecoder.decode(encoded, StandardCharsets.UTF_8), value);
			}
			catch (IllegalArgumentException ex) {
				// Not an id, so another program has written it.
			}
		});
		return found;
	}

	private void requireGroup(String group) {
		if (call(() -> this.client.get(groupKey(group))) == null) {
			throw new GroupNotFoundException(group);
		}
	}

	private byte[] value(byte[] capabilities) {
		return ByteBuffer.allocate(OWNER_BYTES + capabilities.length).put(this.owner).put(capabilities).array();
	}

	private boolean isOwn(byte[] value) {
		return Arrays.equals(Arrays.copyOf(value, OWNER_BYTES), this.owner);
	}

	private static String key(String group, String member) {
		return "member/" + encoded(group) + "/" + encoded(member);
	}

	private static String groupKey(String group) {
		return "group/" + encoded(group);
	}

	private static String leaderKey(String group) {
		return "leader/" + encoded(group);
	}

	private static String switchesKey(String group) {
		return "switches/" + encoded(group);
	}

	private static String encoded(String id) {
		return URLEncoder.encode(id, StandardCharsets.UTF_8);
	}

	/** Runs a call of the client, and translates its exceptions. */
	static <T extends @Nullable Object> T call(ClientCall<T> call) throws CoordinationException {
		try {
			return call.run();
		}
		catch (TimeoutException ex) {
			throw new OperationTimeoutException("The store did not answer in time. Check the server", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CoordinationInterruptedException("Interrupted while waiting for the store", ex);
		}
		catch (IOException ex) {
			throw new StoreUnavailableException("The store cannot be reached: " + ex.getMessage(), ex);
		}
	}

	interface ClientCall<T extends @Nullable Object> {

		T run() throws IOException, TimeoutException, InterruptedException;

	}

	/** The record of each group's switches. */
	private final class Switches implements AnnotationStore {

		@Override
		public byte[] read(String group) {
			byte[] record = call(() -> KvBackend.this.client.get(switchesKey(group)));
			return (record != null) ? record : NOTHING;
		}

		@Override
		public boolean replace(String group, byte[] was, byte[] now) {
			requireGroup(group);
			String key = switchesKey(group);
			return call(() -> (was.length == 0) ? KvBackend.this.client.addIf(groupKey(group), key, now, null)
					: KvBackend.this.client.replace(key, was, now, null));
		}

	}

}
