package io.servicegroup.tooz.memory;

import java.util.Arrays;

import io.servicegroup.tooz.spi.AnnotationStore;

/**
 * Stores the annotations of a group in the group itself.
 */
record MemoryNotes(MemoryConnection connection) implements AnnotationStore {

	@Override
	public byte[] read(String group) {
		return this.connection.read((data) -> {
			MemoryData.Group found = data.groups().get(group);
			return (found != null) ? found.notes : NOTHING;
		});
	}

	@Override
	public boolean replace(String group, byte[] was, byte[] now) {
		return this.connection.write((data) -> {
			MemoryData.Group found = data.group(group);
			if (!Arrays.equals(found.notes, was)) {
				return false;
			}
			found.notes = now;
			data.changed(group);
			return true;
		});
	}

}
