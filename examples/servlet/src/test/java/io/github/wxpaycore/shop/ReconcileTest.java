package io.github.wxpaycore.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders whose notice does not come, or comes in a form that cannot be trusted. */
class ReconcileTest {
    /** A whole second notice typed into attach: the signed text can be cut into fields in two ways. */
    private static final String TWO_READINGS = "x&bank_type=CFT&fee_type=CNY&mch_id=" + FakeWeChat.MCH_ID + "&nonce_str=1"
            + "&out_trade_no=other&result_code=SUCCESS&return_code=SUCCESS&time_end=20261124120000&total_fee=1"
            + "&trade_state=SUCCESS&transaction_id=1&zz=1";

    private ShopRig shop;

    @BeforeEach
    void start() throws Exception {
        shop = new ShopRig("ask_after", "0");
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    @Test
    void aLostNoticeIsFoundByAsking() throws Exception {
        String outTradeNo = shop.phone.order();
        assertEquals("NOTPAY 0", shop.phone.booked(outTradeNo));
        shop.weChat.pay(outTradeNo);
        assertEquals("PAID 1", shop.phone.booked(outTradeNo));
        assertEquals("SUCCESS", shop.phone.notice(shop.weChat.pay(outTradeNo)).get("return_code"), "the notice comes after all");
        assertEquals("PAID 1", shop.phone.booked(outTradeNo));
        assertEquals(2, shop.weChat.queries.get(), "a paid order is not asked about");
    }

    @Test
    void askingHasAPause() throws Exception {
        try (ShopRig patient = new ShopRig("ask_after", "600")) {
            String outTradeNo = patient.phone.order();
            patient.weChat.pay(outTradeNo);
            assertEquals("NOTPAY 0", patient.phone.booked(outTradeNo));
            assertEquals(0, patient.weChat.queries.get());
        }
    }

    @Test
    void aClosedOrderIsRecorded() throws Exception {
        String outTradeNo = shop.phone.order();
        shop.weChat.change = reply -> {
            reply.replace("trade_state", "CLOSED");
            return reply;
        };
        assertEquals("CLOSED 0", shop.phone.booked(outTradeNo));
    }

    @Test
    void answersThatDoNotFitBookNothing() throws Exception {
        String outTradeNo = shop.phone.order();
        shop.weChat.pay(outTradeNo, "total_fee", "1");
        assertEquals("NOTPAY 0", shop.phone.booked(outTradeNo), "another amount");
        shop.weChat.pay(outTradeNo);
        shop.weChat.rewrite = xml -> xml.replace("20261124120000", "20261124120001");
        assertEquals("NOTPAY 0", shop.phone.booked(outTradeNo), "changed on the way");
        shop.weChat.rewrite = xml -> "<html>";
        assertEquals("NOTPAY 0", shop.phone.booked(outTradeNo), "no answer");
        shop.weChat.rewrite = xml -> "<xml><return_code>FAIL</return_code><return_msg>no</return_msg></xml>";
        assertEquals("NOTPAY 0", shop.phone.booked(outTradeNo), "not understood");
        shop.weChat.rewrite = xml -> xml;
        shop.weChat.change = reply -> new java.util.LinkedHashMap<>(Map.of("return_code", "SUCCESS", "appid", FakeWeChat.APPID,
                "mch_id", FakeWeChat.MCH_ID, "result_code", "FAIL", "err_code", "ORDERNOTEXIST"));
        assertEquals("NOTPAY 0", shop.phone.booked(outTradeNo), "WeChat has no such order");
    }

    @Test
    void theWayOutAfterAmbiguous() throws Exception {
        String outTradeNo = shop.phone.order();
        String notice = shop.weChat.pay(outTradeNo, "attach", TWO_READINGS);
        assertEquals(Map.of("return_code", "FAIL", "return_msg", "AMBIGUOUS"), shop.phone.notice(notice));
        assertEquals("PAID 1", shop.phone.booked(outTradeNo));
        assertTrue(shop.log.stream().anyMatch(line -> line.startsWith("ALARM: a notice about " + outTradeNo)), shop.log.toString());
        assertTrue(shop.log.stream().anyMatch(line -> line.startsWith("ALARM: the answer about " + outTradeNo)), shop.log.toString());
    }

    @Test
    void theWayOutBelievesOnlyWhatFitsTheOrder() throws Exception {
        String outTradeNo = shop.phone.order();
        String notice = shop.weChat.pay(outTradeNo, "attach", TWO_READINGS, "total_fee", "1");
        assertEquals("AMBIGUOUS", shop.phone.notice(notice).get("return_msg"));
        assertEquals("NOTPAY 0", shop.phone.booked(outTradeNo));
    }

    @Test
    void theWayOutAfterDuplicate() throws Exception {
        String outTradeNo = shop.phone.order();
        String notice = shop.weChat.pay(outTradeNo).replace("</xml>", "<coupon_fee_0>10</coupon_fee_0></xml>");
        assertEquals(Map.of("return_code", "FAIL", "return_msg", "DUPLICATE"), shop.phone.notice(notice));
        assertEquals("PAID 1", shop.phone.booked(outTradeNo));
        assertEquals(1, shop.weChat.queries.get());
    }

    @Test
    void aRefusedNoticeAboutAnUnpaidOrderBooksNothing() throws Exception {
        String outTradeNo = shop.phone.order();
        String forged = "<xml><out_trade_no>" + outTradeNo + "</out_trade_no><a>1</a><a>2</a></xml>";
        assertEquals("DUPLICATE", shop.phone.notice(forged).get("return_msg"));
        assertEquals("NOTPAY 0", shop.phone.booked(outTradeNo));
    }

    /** DUPLICATE needs no signature: a buyer can send such notices about an order of his own as often as he likes. */
    @Test
    void manyRefusedNoticesRaiseOneAlarm() throws Exception {
        try (ShopRig patient = new ShopRig("ask_after", "600")) {
            String outTradeNo = patient.phone.order();
            String number = "<out_trade_no>" + outTradeNo + "</out_trade_no>";
            Database admin = new Database(patient.jdbcUrl);
            admin.transaction(connection -> connection.createStatement().execute("UPDATE orders SET asked_at = 0"));
            for (int i = 0; i < 20; i++) {
                assertEquals("DUPLICATE", patient.phone.notice("<xml>" + number + number + "</xml>").get("return_msg"));
            }
            assertEquals("NOTPAY 0", patient.phone.booked(outTradeNo));
            assertEquals(1, patient.weChat.queries.get());
            assertEquals(1, patient.log.stream().filter(line -> line.startsWith("ALARM")).count(), patient.log.toString());
            assertEquals(20, patient.log.stream().filter(line -> line.startsWith("notice refused: DUPLICATE")).count());
        }
    }
}
