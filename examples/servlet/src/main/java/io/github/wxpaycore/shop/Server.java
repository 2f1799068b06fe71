package io.github.wxpaycore.shop;

import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.UnaryOperator;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.WebResourceRoot.ResourceSetType;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.catalina.webresources.StandardRoot;

/** A Tomcat inside our own process, with the same web app that the WAR brings to a stock Tomcat. */
final class Server implements AutoCloseable {
    private static final String WEB_APP = "webapps/ROOT";

    private final Tomcat tomcat = new Tomcat();
    private final Path folder;

    /** Opens the shop on a port of this machine; the settings are asked for by the names of the environment. */
    Server(int wantedPort, UnaryOperator<String> environment) {
        try {
            folder = Files.createTempDirectory("wxpay-shop-");
            Files.createDirectories(folder.resolve(WEB_APP));
        } catch (IOException notWritable) {
            throw new Config.Fault("the temporary folder " + System.getProperty("java.io.tmpdir")
                    + " cannot be written: make room there, or name another one with -Djava.io.tmpdir=FOLDER.");
        }
        try {
            StandardContext context = build(wantedPort);
            bind(wantedPort);
            // Only now the port is known, and with it the address for notices.
            App app = App.open(Config.load(environment, "http://127.0.0.1:" + port() + "/notify.do"));
            context.getServletContext().setAttribute(App.ATTRIBUTE, app);
            tomcat.start();
        } catch (LifecycleException unexpected) {
            close();
            throw new IllegalStateException(unexpected);
        } catch (RuntimeException fault) {
            close();
            throw fault;
        }
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    /** Returns when the server was closed. */
    void await() {
        tomcat.getServer().await();
    }

    /** Lets running requests finish, closes the database, leaves no file behind. */
    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException alreadyDown) {
            Logger.getLogger("shop").warning("the server did not stop cleanly");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException gone) {
            Logger.getLogger("shop").warning("the folder " + folder + " was not removed");
        }
    }

    private StandardContext build(int wantedPort) {
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(wantedPort);
        Connector connector = tomcat.getConnector();
        connector.setThrowOnFailure(true);
        connector.setProperty("address", "127.0.0.1"); // nginx is the one that faces the world
        connector.setProperty("connectionTimeout", "5000");
        connector.setProperty("disableUploadTimeout", "false");
        connector.setProperty("connectionUploadTimeout", "5000");
        connector.setProperty("maxThreads", "50");
        connector.setProperty("maxSwallowSize", "131072");
        connector.setMaxPostSize(64 * 1024);
        connector.setMaxParameterCount(20);

        // Errors that never reach the web app get a plain page too.
        ErrorReportValve plain = new ErrorReportValve();
        plain.setShowReport(false);
        plain.setShowServerInfo(false);
        tomcat.getHost().getPipeline().addValve(plain);

        StandardContext context = (StandardContext) tomcat.addWebapp("", folder.resolve(WEB_APP).toString());
        context.setUnloadDelay(15_000);
        // Searches for leaks after a stop are for web apps that are reloaded; this one ends with its process.
        context.setClearReferencesRmiTargets(false);
        context.setClearReferencesThreadLocals(false);
        context.setClearReferencesObjectStreamClassCaches(false);
        context.getJarScanner().setJarScanFilter((type, jar) -> false);
        StandardRoot resources = new StandardRoot(context);
        resources.createWebResourceSet(ResourceSetType.POST, "/", ownPlace(), null, "/webapp");
        context.setResources(resources);
        return context;
    }

    private void bind(int wantedPort) throws LifecycleException {
        try {
            tomcat.init();
        } catch (LifecycleException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException) {
                    throw new Config.Fault("port " + wantedPort + " of 127.0.0.1 cannot be used (taken by another program,"
                            + " or reserved): stop that program, or choose another with --port N.");
                }
            }
            throw e;
        }
    }

    /** The jar, or the folder of classes, that this class comes from; the web app lies in it. */
    private static String ownPlace() {
        return Path.of(URI.create(Server.class.getProtectionDomain().getCodeSource().getLocation().toString())).toString();
    }
}
