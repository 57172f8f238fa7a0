package io.servicegroup.tooz.memory;

import java.util.Arrays;

import io.servicegroup.tooz.spi.AnnotationStore;

/**
 * Stores the annotations of a group in the group itself.
 */
record MemoryAnnotations(MemoryConnection connection) implements AnnotationStore {

	@Override
	public byte[] read(String group) {
		return this.connection.read((data) -> {
			MemoryData.Group found = data.groups().get(group);
			return (found != null) ? found.annotations : NOTHING;
		});
	}

	@Override
	public boolean replace(String group, byte[] was, byte[] now) {
		return this.connection.write((data) -> {
			MemoryData.Group found = data.group(group);
			if (!Arrays.equals(found.annotations, was)) {
				return false;
			}
			found.annotations = now;
			data.changed(group);
			return true;
		});
	}

}
