package io.github.wxpaycore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the examples of the documentation and runs them with assertions on. */
class DocExamplesTest {
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\n(.*?)\n \\* }</pre>", Pattern.DOTALL);

    @Test
    void examplesDoWhatTheySay(@TempDir Path folder) throws Exception {
        List<Path> sources;
        try (Stream<Path> all = Files.list(Path.of("src/main/java/io/github/wxpaycore"))) {
            sources = all.sorted().collect(Collectors.toList());
        }
        StringBuilder program = new StringBuilder("import io.github.wxpaycore.*;\nimport java.util.*;\npublic class Examples {\n");
        StringBuilder main = new StringBuilder("public static void main(String[] args) {\n");
        int count = 0;
        for (Path source : sources) {
            Matcher example = EXAMPLE.matcher(Files.readString(source));
            while (example.find()) {
                String code = example.group(1).lines().map(line -> line.replaceFirst("^ \\* ?", "")).collect(Collectors.joining("\n"));
                String name = source.getFileName().toString().replace(".java", "") + ++count;
                program.append("static void ").append(name).append("() {\n").append(code).append("\n}\n");
                main.append(name).append("();\n");
            }
        }
        assertTrue(count >= 5, "examples found: " + count);
        Path file = Files.writeString(folder.resolve("Examples.java"), program.append(main).append("}\n}\n"));

        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        boolean compiled = compiler.getTask(errors, null, null, List.of("-d", folder.toString(), "-cp", Fork.CLASSES.toString()), null,
            compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file)).call();
        assertEquals("", errors.toString());
        assertTrue(compiled);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            loader.setDefaultAssertionStatus(true);
            loader.loadClass("Examples").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        }
    }
}
