package io.servicegroup.migration;

/**
 * The way back.
 */
class BackFromRedisTests extends MemcachedToRedisTests {

	@Override
	String from() {
		return super.to();
	}

	@Override
	String to() {
		return super.from();
	}

}
