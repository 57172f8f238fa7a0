package io.servicegroup.ways;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.concurrent.AsyncListener;
import io.servicegroup.tooz.concurrent.BackgroundLoop;
import io.servicegroup.ways.Trace.Call;

/**
 * The files that a way enters, each set in the order of first entry.
 *
 * @param passing the files that pass the way on: one of their methods is being executed
 * when a command is given to Redis's client, another thread is woken, or a listener is
 * called
 * @param helping the files whose methods have returned before that
 */
record Way(Set<String> passing, Set<String> helping) {

	private static final Set<String> ENDS = Set.of(Trace.COMMAND, BackgroundLoop.class.getName() + ".runNow",
			AsyncListener.class.getName() + ".wake", AsyncListener.class.getName() + ".deliver");

	static Way of(List<Call> calls) {
		Set<String> passing = new LinkedHashSet<>();
		Set<String> all = new LinkedHashSet<>();
		Map<String, Deque<Call>> stacks = new HashMap<>();
		for (Call call : calls) {
			Deque<Call> stack = stacks.computeIfAbsent(call.thread(), (thread) -> new ArrayDeque<>());
			if (!call.entered()) {
				stack.removeLast();
				continue;
			}
			stack.addLast(call);
			if (call.isOfProject()) {
				all.add(call.file());
			}
			if (ENDS.contains(call.method())) {
				stack.stream().filter(Call::isOfProject).map(Call::file).forEach(passing::add);
			}
		}
		Set<String> helping = new LinkedHashSet<>(all);
		helping.removeAll(passing);
		all.retainAll(passing);
		return new Way(all, helping);
	}

}
