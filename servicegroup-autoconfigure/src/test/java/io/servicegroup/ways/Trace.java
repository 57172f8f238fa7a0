package io.servicegroup.ways;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * Records calls in this JVM by an agent: those of the project's main code, and the
 * commands that are given to Redis's client. A method of the project is recorded if it
 * calls another method or branches. So accessors are not recorded, and neither are
 * constructors and what the compiler generates for records.
 */
public final class Trace {

	/** A command that is given to Redis's client. */
	static final String COMMAND = "io.lettuce.core.AbstractRedisAsyncCommands.dispatch";

	private static final String PROJECT = "io.servicegroup.";

	private static final ConcurrentLinkedQueue<Call> CALLS = new ConcurrentLinkedQueue<>();

	private static volatile boolean recording;

	static {
		new AgentBuilder.Default().disableClassFormatChanges()
			// A retransformation would lose the names of parameters, which Spring Boot
			// reads.
			.with(AgentBuilder.RedefinitionStrategy.REDEFINITION)
			// A class that the verification of another one loads would be left out.
			.with(AgentBuilder.RedefinitionStrategy.DiscoveryStrategy.Reiterating.INSTANCE)
			.type((type, loader, module, loaded, domain) -> type.getName().startsWith(PROJECT) && isMainCode(domain))
			.transform((builder, type, loader, module, domain) -> {
				Set<String> steps = steps(type.getName());
				return builder.visit(Advice.to(Recorder.class)
					.on((MethodDescription method) -> steps
						.contains(method.getInternalName() + method.getDescriptor())));
			})
			.type(ElementMatchers.named(COMMAND.substring(0, COMMAND.lastIndexOf('.'))))
			.transform((builder, type, loader, module, domain) -> builder
				.visit(Advice.to(Recorder.class).on(ElementMatchers.named("dispatch"))))
			.installOn(ByteBuddyAgent.install());
	}

	private Trace() {
	}

	static void begin() {
		CALLS.clear();
		recording = true;
	}

	static void end() {
		recording = false;
	}

	/**
	 * Returns the calls of a thread within the last execution of a method that contains a
	 * certain call.
	 * @param thread how the thread's name starts
	 * @param method the method, with its type
	 * @param containing the call, with its type
	 * @return the calls; none if the method has not ended yet
	 */
	static List<Call> within(String thread, String method, String containing) {
		List<Call> last = List.of();
		List<Call> current = null;
		for (Call call : CALLS) {
			if ((current != null) ? current.get(0).isOnThread(call.thread()) : call.thread().startsWith(thread)) {
				if (current == null && call.entered() && call.method().equals(method)) {
					current = new ArrayList<>();
				}
				if (current != null) {
					current.add(call);
					if (!call.entered() && call.method().equals(method)) {
						last = current.stream().anyMatch((one) -> one.method().equals(containing)) ? current : last;
						current = null;
					}
				}
			}
		}
		return last;
	}

	private static boolean isMainCode(ProtectionDomain domain) {
		String location = String.valueOf(domain.getCodeSource().getLocation());
		return !location.contains("test-classes") && !location.contains("servicegroup-tck");
	}

	/** Returns the methods that call another method or branch. */
	private static Set<String> steps(String type) {
		Set<String> steps = new HashSet<>();
		try (InputStream bytes = Trace.class.getResourceAsStream("/" + type.replace('.', '/') + ".class")) {
			new ClassReader(bytes).accept(new ClassVisitor(Opcodes.ASM9) {

				@Override
				public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
						String[] exceptions) {
					return name.startsWith("<") ? null : new StepFinder(() -> steps.add(name + descriptor));
				}

			}, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return steps;
	}

	/**
	 * Called by the code that is inserted into each method.
	 * @param method the method, with its type
	 * @param entered whether it was entered or left
	 */
	public static void record(String method, boolean entered) {
		if (recording) {
			CALLS.add(new Call(Thread.currentThread().getName(), method, entered));
		}
	}

	static final class Recorder {

		private Recorder() {
		}

		@Advice.OnMethodEnter
		static void enter(@Advice.Origin("#t.#m") String method) {
			Trace.record(method, true);
		}

		@Advice.OnMethodExit(onThrowable = Throwable.class)
		static void exit(@Advice.Origin("#t.#m") String method) {
			Trace.record(method, false);
		}

	}

	/** The entry or the exit of a method. */
	record Call(String thread, String method, boolean entered) {

		boolean isOnThread(String name) {
			return this.thread.equals(name);
		}

		boolean isOfProject() {
			return this.method.startsWith(PROJECT);
		}

		String file() {
			String type = this.method.substring(0, this.method.lastIndexOf('.'));
			return type.substring(type.lastIndexOf('.') + 1).replaceFirst("\\$.*", "");
		}

	}

	/** Runs an action for each instruction that calls a method or branches. */
	private static final class StepFinder extends MethodVisitor {

		private final Runnable found;

		StepFinder(Runnable found) {
			super(Opcodes.ASM9);
			this.found = found;
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			this.found.run();
		}

		@Override
		public void visitInvokeDynamicInsn(String name, String descriptor, Handle method, Object... arguments) {
			if (!method.getOwner().equals("java/lang/runtime/ObjectMethods")) {
				this.found.run();
			}
		}

		@Override
		public void visitJumpInsn(int opcode, Label label) {
			this.found.run();
		}

		@Override
		public void visitTableSwitchInsn(int min, int max, Label defaultLabel, Label... labels) {
			this.found.run();
		}

		@Override
		public void visitLookupSwitchInsn(Label defaultLabel, int[] keys, Label[] labels) {
			this.found.run();
		}

	}

}
