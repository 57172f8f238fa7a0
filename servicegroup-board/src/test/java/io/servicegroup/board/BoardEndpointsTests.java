package io.servicegroup.board;

import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BoardEndpointsTests {

	@Test
	void withoutTheActuatorTheBoardHasNoLinksAndNoActs() throws Exception {
		try (URLClassLoader loader = new WithoutActuator()) {
			Class<?> type = loader.loadClass(BoardEndpoints.class.getName());
			assertThat(type.getClassLoader()).isSameAs(loader);
			Method links = type.getDeclaredMethod("links", type, String.class);
			links.setAccessible(true);
			assertThat(links.invoke(null, null, "/board")).isEqualTo(Map.of());
			Method writable = type.getDeclaredMethod("writable", type);
			writable.setAccessible(true);
			assertThat(writable.invoke(null, new Object[] { null })).isEqualTo(false);
		}
	}

	/** Loads the class path again, but nothing of the Actuator. */
	private static final class WithoutActuator extends URLClassLoader {

		WithoutActuator() throws MalformedURLException {
			super(classPath(), ClassLoader.getPlatformClassLoader());
		}

		private static URL[] classPath() throws MalformedURLException {
			List<URL> urls = new ArrayList<>();
			for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
				urls.add(Path.of(entry).toUri().toURL());
			}
			urls.add(BoardEndpoints.class.getProtectionDomain().getCodeSource().getLocation());
			return urls.toArray(URL[]::new);
		}

		@Override
		protected Class<?> findClass(String name) throws ClassNotFoundException {
			if (name.startsWith("org.springframework.boot.actuate.")) {
				throw new ClassNotFoundException(name);
			}
			return super.findClass(name);
		}

	}

}
