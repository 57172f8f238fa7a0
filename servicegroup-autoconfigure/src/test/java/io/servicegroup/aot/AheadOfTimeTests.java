package io.servicegroup.aot;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.autoconfigure.ServiceGroupAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.Compiled;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Processes an application ahead of time, as for a native image, and starts it on this
 * JVM.
 */
class AheadOfTimeTests {

	@Test
	@CompileWithForkedClassLoader
	void anApplicationProcessedAheadOfTimeTakesItsStoreAtItsStart() {
		TestGenerationContext generation = new TestGenerationContext(AheadOfTimeTests.class);
		AnnotationConfigApplicationContext built = new AnnotationConfigApplicationContext();
		properties("build").applyTo(built);
		built.register(Application.class);
		ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(built, generation);
		generation.writeGeneratedContent();
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				properties("run").applyTo(context);
				initializer(compiled, initializer).initialize(context);
				context.refresh();
				ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
				await().until(() -> api.serviceIsUp("web", "one"));
				assertThat(api.getStatus().url()).startsWith("memory://run");
			}
		});
	}

	@SuppressWarnings("unchecked")
	private static ApplicationContextInitializer<GenericApplicationContext> initializer(Compiled compiled,
			ClassName name) {
		return compiled.getInstance(ApplicationContextInitializer.class, name.reflectionName());
	}

	private static TestPropertyValues properties(String store) {
		return TestPropertyValues.of("servicegroup.tooz-url=memory://" + store, "servicegroup.group=web",
				"servicegroup.member-id=one");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ServiceGroupAutoConfiguration.class)
	static class Application {

	}

}
