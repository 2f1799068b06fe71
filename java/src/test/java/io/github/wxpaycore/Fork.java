package io.github.wxpaycore;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM of the same version, for tests that would spoil this one. */
final class Fork {
    static final Path CLASSES = Path.of("target/classes").toAbsolutePath();
    static final Path TESTS = Path.of("target/test-classes").toAbsolutePath();
    static final int VERSION = Runtime.version().feature();

    final int exit;
    final String output;

    private Fork(int exit, String output) {
        this.exit = exit;
        this.output = output;
    }

    /** Runs {@code main} over these classes; everything it prints is the output. */
    static Fork run(Path classes, List<String> options, Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-XX:-UsePerfData"));
        if (options.stream().noneMatch(option -> option.contains("native-access"))) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(options);
        command.addAll(List.of("-cp", classes + File.pathSeparator + TESTS, main.getName()));
        command.addAll(List.of(arguments));
        File log = File.createTempFile("wxpay-fork", ".log");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("a forked JVM does not end: " + command);
            }
            return new Fork(process.exitValue(), Files.readString(log.toPath()));
        } finally {
            log.delete();
        }
    }
}
