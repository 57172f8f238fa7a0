package io.servicegroup.board;

import io.servicegroup.autoconfigure.ServiceGroupProperties;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Serves the board on the management port, if that is another one than the server's.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnBean(Board.class)
final class ServiceGroupBoardManagementConfiguration {

	/**
	 * Serves the board with Web MVC.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass(org.springframework.web.servlet.HandlerMapping.class)
	static class Servlet {

		@Bean
		@ConditionalOnMissingBean(name = "serviceGroupBoardMapping", search = SearchStrategy.CURRENT)
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
	static class Reactive {

		@Bean
		@ConditionalOnMissingBean(name = "serviceGroupBoardMapping", search = SearchStrategy.CURRENT)
		org.springframework.web.reactive.HandlerMapping serviceGroupBoardMapping(Board board,
				ServiceGroupProperties properties) {
			return ReactiveBoard.mapping(board, properties.ui().path());
		}

	}

}
