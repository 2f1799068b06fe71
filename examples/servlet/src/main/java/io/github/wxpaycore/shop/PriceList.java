package io.github.wxpaycore.shop;

import java.util.Map;
import java.util.Optional;

/** What can be bought, and for how much. The price is always the server's: a phone never sends an amount. */
final class PriceList {

    /** The texts a buyer reads, and the price in fen. */
    record Item(String chinese, String english, long fen) { }

    private static final Map<String, Item> ITEMS = Map.of(
            "tea", new Item("龙井茶", "Longjing tea", 1200),
            "coffee", new Item("拿铁咖啡", "Caffè latte", 2800),
            "cake", new Item("桂花糕", "Osmanthus cake", 650));

    private PriceList() {
    }

    static Optional<Item> find(String item) {
        return Optional.ofNullable(ITEMS.get(item));
    }
}
