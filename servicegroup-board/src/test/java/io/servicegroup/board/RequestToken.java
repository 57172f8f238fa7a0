package io.servicegroup.board;

/** A token against cross-site requests, as Spring Security has it. */
final class RequestToken {

	private final String header;

	private final String value;

	RequestToken(String header, String value) {
		this.header = header;
		this.value = value;
	}

	@SuppressWarnings("unused")
	public String getHeaderName() {
		return this.header;
	}

	@SuppressWarnings("unused")
	public String getToken() {
		return this.value;
	}

}
