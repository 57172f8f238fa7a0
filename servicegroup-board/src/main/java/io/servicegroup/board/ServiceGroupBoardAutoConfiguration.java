package io.servicegroup.board;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.autoconfigure.InvalidPropertyException;
import io.servicegroup.autoconfigure.ServiceGroupAutoConfiguration;
import io.servicegroup.autoconfigure.ServiceGroupProperties;
import io.servicegroup.autoconfigure.WebServerCapabilities;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.web.context.WebApplicationContext;

/**
 * Auto-configuration of the board, a page that shows the group live. Off unless
 * {@code servicegroup.ui.enabled} is set.
 */
@AutoConfiguration(after = ServiceGroupAutoConfiguration.class)
@ConditionalOnBooleanProperty("servicegroup.ui.enabled")
@ConditionalOnWebApplication
@ConditionalOnClass(JsonMapper.class)
@ConditionalOnSingleCandidate(ServiceGroupAPI.class)
@ConditionalOnBean(ServiceGroupProperties.class)
public final class ServiceGroupBoardAutoConfiguration {

	/** Never lazy: it notes events before the first browser comes. */
	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	Board serviceGroupBoard(ServiceGroupAPI api, ServiceGroupProperties properties, Environment environment,
			ObjectProvider<BoardEndpoints> endpoints) {
		String group = properties.groupOrName(environment);
		if (!StringUtils.hasText(group)) {
			throw new IllegalStateException(
					"The board has no group to show. Set servicegroup.group, or spring.application.name");
		}
		String path = properties.ui().path();
		return new Board(api, group, () -> BoardEndpoints.links(endpoints.getIfAvailable(), path),
				() -> BoardEndpoints.writable(endpoints.getIfAvailable()), histories(properties.ui().history(), group));
	}

	private static String reason(IOException ex) {
		if (ex instanceof NoSuchFileException) {
			return "its directory does not exist";
		}
		if (ex instanceof AccessDeniedException) {
			return "access is denied";
		}
		return (ex instanceof FileSystemException file && file.getReason() != null) ? file.getReason()
				: String.valueOf(ex.getMessage());
	}

	private static @Nullable Histories histories(@Nullable Path file, String group) {
		try {
			return (file != null) ? Histories.open(file.toAbsolutePath(), group) : null;
		}
		catch (IOException ex) {
			throw new InvalidPropertyException("servicegroup.ui.history",
					"The file '" + file + "' cannot be used: " + reason(ex) + ".",
					"Name a file of this application alone, in a directory that exists and that it may write to. "
							+ "Without the property, the events are kept in memory.");
		}
	}

	@Bean
	@ConditionalOnMissingBean
	BoardCapability serviceGroupBoardCapability(ObjectProvider<WebServerCapabilities> webServer,
			ApplicationContext context, ServiceGroupProperties properties) {
		return new BoardCapability(webServer, context.getEnvironment(), context instanceof WebApplicationContext,
				properties.ui().path());
	}

	/**
	 * Serves the board with Web MVC.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass(org.springframework.web.servlet.HandlerMapping.class)
	@Conditional(OnServerPortCondition.class)
	static class Servlet {

		@Bean
		@ConditionalOnMissingBean(name = "serviceGroupBoardMapping")
		org.springframework.web.servlet.HandlerMapping serviceGroupBoardMapping(Board board,
				ServiceGroupProperties properties) {
			return ServletBoard.mapping(board, properties.ui().path());
		}

	}

	/**
	 * Serves the board with WebFlux.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass(org.springframework.web.reactive.HandlerMapping.class)
	@Conditional(OnServerPortCondition.class)
	static class Reactive {

		@Bean
		@ConditionalOnMissingBean(name = "serviceGroupBoardMapping")
		org.springframework.web.reactive.HandlerMapping serviceGroupBoardMapping(Board board,
				ServiceGroupProperties properties) {
			return ReactiveBoard.mapping(board, properties.ui().path());
		}

	}

	/**
	 * What the board knows of the endpoints.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ PathMappedEndpoints.class, EndpointAccessResolver.class, ManagementPortType.class })
	static class Endpoints {

		@Bean
		@ConditionalOnMissingBean
		BoardEndpoints serviceGroupBoardEndpoints(ObjectProvider<PathMappedEndpoints> endpoints,
				ObjectProvider<EndpointAccessResolver> access, Environment environment) {
			return new BoardEndpoints(endpoints, access,
					ManagementPortType.get(environment) != ManagementPortType.DISABLED);
		}

	}

}
