package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * What a client library needs beside a URL's text.
 *
 * @param tlsMaterial replaces the PEM files of the URL, or {@code null}
 * @param credentials replace the login of the URL, or {@code null}
 * @param customizers customize the client's builders, or {@code null}
 */
record ClientSettings(@Nullable TlsMaterial tlsMaterial, @Nullable CurrentCredentials credentials,
		@Nullable ClientCustomizers customizers) {

	static final ClientSettings NONE = new ClientSettings(null, null, null);

	ClientSettings with(TlsMaterial material) {
		return new ClientSettings(material, this.credentials, this.customizers);
	}

	ClientSettings with(CurrentCredentials changing) {
		return new ClientSettings(this.tlsMaterial, changing, this.customizers);
	}

	ClientSettings with(ClientCustomizers all) {
		return new ClientSettings(this.tlsMaterial, this.credentials, all);
	}

	<B> B customize(Class<B> type, B builder) {
		if (this.customizers != null) {
			this.customizers.customize(type, builder);
		}
		return builder;
	}

	boolean customizes(Class<?> type) {
		return this.customizers != null && this.customizers.customizes(type);
	}

}
