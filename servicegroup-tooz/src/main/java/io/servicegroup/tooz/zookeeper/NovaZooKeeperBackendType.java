package io.servicegroup.tooz.zookeeper;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.servicegroup.tooz.Characteristic;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.BackendType;
import io.servicegroup.tooz.spi.UrlOption;

/**
 * The backend type of
 * {@code nova+zk://host[:2181][,host…]?timeout=4&namespace=servicegroups}: members in
 * ZooKeeper in the format of OpenStack Nova's driver {@code zk}.
 * {@code servicegroup.driver=zk} selects it. {@code timeout} is the session timeout in
 * seconds that is requested from the server; {@code namespace} is Nova's prefix without
 * its leading slash.
 *
 * @deprecated in favor of {@code kazoo://}
 */
@Deprecated(since = "0.1.0", forRemoval = true)
public final class NovaZooKeeperBackendType implements BackendType {

	private final BackendType zookeeper = new ZooKeeperBackendType();

	@Override
	public Set<String> schemes() {
		return Set.of("nova+zk");
	}

	@Override
	public Map<String, UrlOption> options() {
		Map<String, UrlOption> options = new HashMap<>(this.zookeeper.options());
		options.put("timeout", UrlOption.SECONDS);
		return options;
	}

	@Override
	public Map<String, String> libraries() {
		return this.zookeeper.libraries();
	}

	@Override
	public int defaultPort() {
		return this.zookeeper.defaultPort();
	}

	@Override
	public List<ToozUrl.Host> servers(ToozUrl url) {
		return this.zookeeper.servers(url);
	}

	@Override
	public String part(ToozUrl url) {
		return Objects.requireNonNullElse(url.option("namespace"), NovaZooKeeperBackend.DEFAULT_PREFIX);
	}

	@Override
	public Set<Feature> features() {
		return EnumSet.of(Feature.GROUPS, Feature.PUSH);
	}

	@Override
	public String whyNot(Feature feature) {
		return "OpenStack Nova's driver 'zk' supports members only; use kazoo:// with the same servers";
	}

	@Override
	public Set<Characteristic> characteristics() {
		return this.zookeeper.characteristics();
	}

	@Override
	public void check(ToozUrl url) {
		this.zookeeper.check(url);
	}

	@Override
	public void checkId(String what, String id) {
		ZooKeeperPaths.checkName(what, id);
	}

	@Override
	public Backend create(ToozUrl url, String memberId) {
		return new NovaZooKeeperBackend(url, memberId);
	}

}
