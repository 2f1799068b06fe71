<%@ page contentType="text/html;charset=UTF-8" session="false" isErrorPage="true" trimDirectiveWhitespaces="true" %>
<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title><%= response.getStatus() %></title></head>
<body><p><%= response.getStatus() %>: 无法处理这个请求。 This request cannot be served.</p></body>
</html>
