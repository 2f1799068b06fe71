package io.github.wxpaycore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The native side under load, each time in a JVM of its own. */
class BorderTest {
    @Test
    void jvmFindsNothingToComplainAbout() throws Exception {
        for (String[] scenario : new String[][] {{"once"}, {"calls", "2000"}}) {
            Fork fork = Fork.run(Fork.CLASSES, List.of("-Xcheck:jni"), Scenario.class, scenario);
            assertEquals(0, fork.exit, fork.output);
            assertTrue(!fork.output.contains("WARNING") && !fork.output.contains("FATAL"), fork.output);
        }
    }

    /** The calls are 5 times as many as the argument says; a leak of 2 bytes a call would show, but not the compiler's own memory. */
    @Test
    void memoryStaysFlat() throws Exception {
        List<String> steady = List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        Fork fork = Fork.run(Fork.CLASSES, steady, Scenario.class, "calls", "200000");
        assertTrue(fork.output.startsWith("grown by KiB: "), fork.output);
        int grown = Integer.parseInt(fork.output.trim().replaceAll(".* ", ""));
        assertTrue(grown < 1024, fork.output);
    }

    @Test
    void stackNearlyUsedUp() throws Exception {
        Fork fork = Fork.run(Fork.CLASSES, List.of(), Scenario.class, "depth");
        assertEquals("alive\n", fork.output);
        assertEquals(0, fork.exit);
    }

    @Test
    void manyThreadsOnOneKeyAndMessage() throws Exception {
        Fork fork = Fork.run(Fork.CLASSES, List.of(), Scenario.class, "threads");
        assertEquals("right: 64000\n", fork.output);
    }
}
