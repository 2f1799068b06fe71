<%@ page contentType="text/html;charset=UTF-8" session="false" trimDirectiveWhitespaces="true"
         import="io.github.wxpaycore.shop.ResultPage, java.util.Map" %>
<% Map<String, String> text = ResultPage.texts(request);
   pageContext.setAttribute("text", text);
   response.setHeader("Cache-Control", "no-store"); %>
<!DOCTYPE html>
<html lang="${text.lang}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <% if (text.get("state").equals("waiting")) { %>
  <meta http-equiv="refresh" content="3">
  <% } %>
  <title>${text.title}</title>
  <style>
    * { box-sizing: border-box; margin: 0; }
    body { min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: #f2f3f5; color: #1f2329;
           font: 16px/1.5 system-ui, -apple-system, "PingFang SC", "Noto Sans CJK SC", sans-serif; }
    main { width: 100%; max-width: 22rem; padding: 2.5rem 1.75rem 1.75rem; border-radius: 1rem; background: #fff;
           box-shadow: 0 8px 30px rgb(0 0 0 / .07); text-align: center; }
    .sign { width: 4rem; height: 4rem; margin: 0 auto 1.25rem; border-radius: 50%; display: grid; place-items: center;
            font-size: 2rem; color: #fff; background: #9aa1ab; }
    .paid .sign { background: #07c160; } .waiting .sign { background: #f5a623; } .failed .sign { background: #e5484d; }
    .sign::before { content: "?"; } .paid .sign::before { content: "✓"; }
    .waiting .sign::before { content: "…"; } .failed .sign::before { content: "✕"; }
    h1 { font-size: 1.2rem; font-weight: 600; }
    .amount { margin-top: .75rem; font-size: 2.2rem; font-weight: 600; font-variant-numeric: tabular-nums; }
    dl { margin-top: 1.5rem; padding-top: 1.25rem; border-top: 1px solid #eceef1; font-size: .85rem; text-align: left;
         display: grid; grid-template-columns: auto 1fr; gap: .4rem 1rem; }
    dt { color: #646a73; } dd { text-align: right; overflow-wrap: anywhere; }
    @media (prefers-color-scheme: dark) {
      body { background: #101214; color: #e8eaed; } main { background: #1b1e22; box-shadow: none; }
      dl { border-color: #2c3036; } dt { color: #9aa1ab; }
    }
  </style>
</head>
<body>
  <main class="${text.state}">
    <div class="sign" aria-hidden="true"></div>
    <h1>${text.title}</h1>
    <% if (text.containsKey("number")) { %>
    <p class="amount">${text.amount}</p>
    <dl>
      <dt>${text.itemLabel}</dt><dd>${text.item}</dd>
      <dt>${text.numberLabel}</dt><dd>${text.number}</dd>
    </dl>
    <% } %>
  </main>
</body>
</html>
