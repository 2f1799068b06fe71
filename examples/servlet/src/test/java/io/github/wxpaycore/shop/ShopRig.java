package io.github.wxpaycore.shop;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** A whole shop in this process, beside a fake WeChat. */
final class ShopRig implements AutoCloseable {
    final FakeWeChat weChat;
    final Phone phone;
    final String address;
    final String jdbcUrl = "jdbc:h2:mem:" + UUID.randomUUID();
    final List<String> log = new CopyOnWriteArrayList<>();

    /** Held, because a logger that nobody holds forgets its handlers. */
    private final Logger logger = Logger.getLogger("shop");
    private final Server server;
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            log.add(entry.getMessage());
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };

    /** Settings are given as name, value. */
    ShopRig(String... settings) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of("appid", FakeWeChat.APPID, "mch_id", FakeWeChat.MCH_ID,
                "app_secret", "secret-of-the-app", "api_key", FakeWeChat.KEY, "jdbc_url", jdbcUrl, "ask_after", "3600"));
        FakeWeChat.put(environment, settings);
        weChat = new FakeWeChat(environment.getOrDefault("sign_type", "MD5"));
        environment.putIfAbsent("api_base", weChat.address());
        environment.putIfAbsent("session_base", weChat.address());
        logger.addHandler(listener);
        server = new Server(0, name -> environment.get(name.replace("WXPAY_", "").toLowerCase()));
        address = "http://127.0.0.1:" + server.port();
        phone = new Phone(address);
    }

    @Override
    public void close() {
        server.close();
        weChat.close();
        logger.removeHandler(listener);
    }
}
