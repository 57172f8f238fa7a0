package io.servicegroup.migration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import io.servicegroup.membership.LiveServiceGroupAPI;

/**
 * Members in a process of their own. Its argument is the group. Does what its input says,
 * a line each, and says so: a number, {@code start}, an id and its {@link Sides}, or
 * {@code stop} and an id. It ends with its input.
 */
public final class MovingWorker {

	private MovingWorker() {
	}

	public static void main(String[] args) throws IOException {
		Map<String, LiveServiceGroupAPI> members = new HashMap<>();
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			String[] words = line.split(" ");
			if (words[1].equals("start")) {
				LiveServiceGroupAPI api = new Sides(words[3], words[4]).api(words[2]);
				members.put(words[2], api);
				api.want(args[0], Map.of("weight", 1));
				api.start();
			}
			else {
				members.remove(words[2]).close();
			}
			System.out.println("done " + words[0]);
		}
		Runtime.getRuntime().halt(0);
	}

}
