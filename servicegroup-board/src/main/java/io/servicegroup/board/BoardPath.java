package io.servicegroup.board;

/**
 * The path of the page, with a slash at both ends.
 *
 * @param path the path
 */
record BoardPath(String path) {

	static BoardPath of(String configured) {
		String middle = configured.replaceAll("^/+|/+$", "");
		return new BoardPath(middle.isEmpty() ? "/" : "/" + middle + "/");
	}

	String resolve(String name) {
		return this.path + name;
	}

	boolean isRoot() {
		return this.path.equals("/");
	}

	/** The browser resolves the names of the page's files against a path with a slash. */
	String withoutSlash() {
		return this.path.substring(0, this.path.length() - 1);
	}

}
