package io.servicegroup;

import io.servicegroup.tooz.Credentials;
import io.servicegroup.tooz.CredentialsSupplier;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

@Component
class GroupSize {

	private final ObjectProvider<ServiceGroupAPI> serviceGroup;

	GroupSize(ObjectProvider<ServiceGroupAPI> serviceGroup) {
		this.serviceGroup = serviceGroup;
	}

	int members() {
		ServiceGroupAPI api = this.serviceGroup.getIfAvailable();
		return (api != null) ? api.getAll("web").size() : 1;
	}

}

@Configuration(proxyBeanMethods = false)
class TokenCredentials {

	@Bean
	CredentialsSupplier storeCredentials(TokenService tokens) {
		return () -> new Credentials("app", tokens.current());
	}

}

interface TokenService {

	String current();

}
