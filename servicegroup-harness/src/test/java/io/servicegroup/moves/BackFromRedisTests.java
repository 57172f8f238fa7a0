package io.servicegroup.moves;

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
